import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Name of the file, in whatever folder. */
export const MARKER_FILE = 'pggit-success.xml';

/**
 * A changeset that runs last in each run that gets there, and says so to pggit's trigger on the lock. Its row
 * has a path of its own, so that it stays one row wherever the file is. A rollback leaves it out.
 */
const MARKER = `<?xml version="1.0" encoding="UTF-8"?>
<!-- Written by \`pggit liquibase init\`: tells pggit that a run has come to its end. It changes nothing. -->
<databaseChangeLog
    xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd"
    logicalFilePath="pggit/liquibase">
  <changeSet id="pggit-success" author="pggit" dbms="postgresql" runAlways="true" runOnChange="true" runOrder="last">
    <sql>select pg_catalog.set_config('pggit.outcome', 'ok', false)</sql>
    <rollback/>
  </changeSet>
</databaseChangeLog>
`;

/** What became of the file. */
export interface WrittenMarker {
  readonly file: string;
  readonly action: 'written' | 'replaced' | 'unchanged';
}

/**
 * Writes the marker into a folder, which it makes where it is missing.
 *
 * @param check write nothing and say what would be done
 */
export async function writeMarker(
  folder: string,
  { check = false }: { readonly check?: boolean } = {},
): Promise<WrittenMarker> {
  const file = join(folder, MARKER_FILE);
  const existing = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (existing === MARKER) return { file, action: 'unchanged' };
  if (!check) {
    await mkdir(folder, { recursive: true });
    await writeFile(file, MARKER);
  }
  return { file, action: existing === undefined ? 'written' : 'replaced' };
}
