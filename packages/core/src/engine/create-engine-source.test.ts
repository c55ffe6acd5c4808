import { describe, expect, it } from 'vitest';
import { createEngineSource } from './create-engine-source.js';

const file = (name: string, sql = '') => ({ name, sql });

describe('createEngineSource', () => {
  it('sorts a tree into the steps of an installation', () => {
    const engine = createEngineSource(
      [
        file('triggers/event_capture.sql'),
        file('triggers/capture.sql'),
        file('grants.sql'),
        file('comments.sql'),
        file('functions/refs/log.sql'),
        file('views/kinds.sql'),
        file('schema/0002_more.sql'),
        file('schema/0001_engine.sql'),
      ],
      '1.2.3',
    );
    expect(engine.migrations.map(({ id, name }) => [id, name])).toEqual([
      [1, '0001_engine'],
      [2, '0002_more'],
    ]);
    expect(engine.triggers.map(({ name }) => name)).toEqual(['triggers/capture.sql']);
    expect(engine.eventTriggers.map(({ name }) => name)).toEqual(['triggers/event_capture.sql']);
    expect(engine.functions).toHaveLength(1);
    expect(engine.views).toHaveLength(1);
    expect(engine.comments).toHaveLength(1);
    expect(engine.grants).toHaveLength(1);
  });

  it('gives equal checksums to checkouts with other line ends', () => {
    const unix = createEngineSource([file('schema/0001_a.sql', 'a;\nb;\n')], '1.0.0');
    const windows = createEngineSource([file('schema/0001_a.sql', 'a;\r\nb;\r\n')], '1.0.0');
    expect(windows.migrations).toEqual(unix.migrations);
    expect(windows.checksum).toBe(unix.checksum);
  });

  it('refuses files without a place', () => {
    expect(() => createEngineSource([file('notes.sql')], '1.0.0')).toThrow('no place');
    expect(() => createEngineSource([file('schema/first.sql')], '1.0.0')).toThrow('NNNN_name');
  });

  it('refuses two migrations with one number', () => {
    const files = [file('schema/0001_a.sql'), file('schema/0001_b.sql')];
    expect(() => createEngineSource(files, '1.0.0')).toThrow('share a number');
  });
});
