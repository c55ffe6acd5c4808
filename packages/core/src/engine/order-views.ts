import { basename } from 'node:path/posix';
import type { SqlFile } from './source.js';

/**
 * Orders view files so that each comes after the views it mentions: PostgreSQL looks a view's
 * sources up when the view is created. Otherwise the order stays as given.
 *
 * @param files files named after the one view they create
 * @throws Error when views mention each other in a circle
 */
export function orderViews(files: readonly SqlFile[]): SqlFile[] {
  const byView = new Map(files.map((file) => [basename(file.name, '.sql'), file]));
  const ordered: SqlFile[] = [];
  const state = new Map<string, 'visiting' | 'done'>();

  const visit = (view: string, path: readonly string[]) => {
    if (state.get(view) === 'done') return;
    if (state.get(view) === 'visiting') {
      throw new Error(`views read each other in a circle: ${[...path, view].join(' -> ')}`);
    }
    const file = byView.get(view);
    if (file === undefined) return;
    state.set(view, 'visiting');
    for (const source of mentionedViews(file)) if (source !== view) visit(source, [...path, view]);
    state.set(view, 'done');
    ordered.push(file);
  };

  for (const view of byView.keys()) visit(view, []);
  return ordered;
}

/** Names after `pggit.`, outside comments; names that are no views are passed over by the caller. */
function mentionedViews({ sql }: SqlFile): string[] {
  const code = sql.replaceAll(/--.*$/gm, '').replaceAll(/\bcomment on[\s\S]*?;/gi, '');
  return [...code.matchAll(/\bpggit\.(\w+)\b(?!\s*\()/g)].map((match) => match[1] ?? '');
}
