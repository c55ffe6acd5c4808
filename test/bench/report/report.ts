const INTRODUCTION = `# Benchmarks

Written by \`npm run bench\`. Everything is compared within one run: with pggit against without it, on
the same server, in alternating order. Nothing fails on a time.

A row gives the median and, in parentheses, where the middle half of the measurements lies: of the
differences, where it says what is added. *measured* is time on the clock, as a client sees it;
*processor* is the time the server process spent on a processor, from the scheduler's account (Linux
only). Where both are known the processor decides, because on a busy machine the clock also shows
everybody else's work, unless a part says that the clock does. A commit waits for no disk unless a part
says so.

A *missed* row is explained below its table.`;

/** The whole report: what it is, where it was measured, then each part. */
export function renderReport(machine: string, sections: readonly string[]): string {
  return `${[INTRODUCTION, '## Machine', machine, ...sections].join('\n\n')}\n`;
}
