import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

const pages = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'],
  {
    cwd: root,
    encoding: 'utf8',
  },
)
  .split('\n')
  .filter((path) => path !== '' && existsSync(join(root, path)));

/** Targets of links that stay inside the repository, without their fragment. */
function localTargets(page: string): string[] {
  const text = readFileSync(join(root, page), 'utf8');
  return [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g)].map((match) => match[1] ?? '');
}

/** Links to a heading, in the page itself or in another one, as the two parts of the link. */
function headingLinks(page: string): [string, string][] {
  const text = readFileSync(join(root, page), 'utf8');
  return [...text.matchAll(/\]\((?!https?:)([^)#\s]*)#([^)\s]+)\)/g)].map(([, target, heading]) => [
    target ?? '',
    heading ?? '',
  ]);
}

/** What links to the headings of a page are made of. */
function headingsOf(page: string): string[] {
  const text = readFileSync(page, 'utf8').replaceAll(/^```[\s\S]*?^```/gm, '');
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\s-]/g, '')
      .replaceAll(/\s/g, '-'),
  );
}

describe('documentation', () => {
  it.each(pages)('%s links to files that exist', (page) => {
    const broken = localTargets(page).filter(
      (target) => !existsSync(join(root, dirname(page), target)),
    );
    expect(broken).toEqual([]);
  });

  it('links to headings that exist', () => {
    const broken = pages.flatMap((page) =>
      headingLinks(page)
        .filter(([target, heading]) => {
          const path = target === '' ? join(root, page) : join(root, dirname(page), target);
          return path.endsWith('.md') && !headingsOf(path).includes(heading);
        })
        .map(([target, heading]) => `${page}: ${target}#${heading}`),
    );
    expect(broken).toEqual([]);
  });
});
