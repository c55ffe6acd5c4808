import type { Command } from 'commander';
import { define } from '../definition.js';
import { registerInit } from './flyway-init.js';

export function register(program: Command): void {
  const flyway = program.command('flyway');
  define(flyway, {
    summary: 'record the runs of Flyway',
    description:
      'Flyway records its runs by four SQL callbacks in your project, which work from its command line, ' +
      'Maven, Gradle, Spring Boot and Docker, in every edition.',
    examples: [{ run: 'pggit flyway init --dir db/pggit', to: 'to write the callbacks' }],
  });
  registerInit(flyway);
}
