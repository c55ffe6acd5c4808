import { install } from '@pggit/core';
import { withDatabase } from '@pggit/testing/server';
import { Session } from './session.js';

/** Databases of one server. */
export class Databases {
  readonly #admin: Session;
  readonly #url: string;

  private constructor(url: string, admin: Session) {
    this.#url = url;
    this.#admin = admin;
  }

  static async on(url: string): Promise<Databases> {
    return new Databases(url, await Session.open(url));
  }

  urlOf(name: string): string {
    return withDatabase(this.#url, name);
  }

  /** Makes a database, or a copy of one that nobody is connected to, and gives its URL. */
  async create(name: string, template = 'template0'): Promise<string> {
    await this.#admin.run(`create database ${name} template ${template} strategy file_copy`);
    return this.urlOf(name);
  }

  async drop(name: string): Promise<void> {
    await this.#admin.run(`drop database if exists ${name} with (force)`);
  }

  /** A database with the engine in it. */
  async createCaptured(name: string, template?: string): Promise<string> {
    const url = await this.create(name, template);
    await installInto(url);
    return url;
  }

  async close(): Promise<void> {
    await this.#admin.close();
  }
}

export async function installInto(url: string): Promise<void> {
  await within(url, (session) => install(session.client));
}

/** Runs some work on a session of its own. */
export async function within<T>(url: string, work: (session: Session) => Promise<T>): Promise<T> {
  const session = await Session.open(url);
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}
