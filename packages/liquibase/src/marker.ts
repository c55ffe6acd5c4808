import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Name of the file, in whatever folder. */
export const MARKER_FILE = 'pggit-success.xml';

/**
 * A changeset that says to pggit's trigger on the lock that the run has come to its end. What says it is its
 * precondition, which then does not hold: so Liquibase skips the changeset in every run and never writes a row,
 * which `tag` and `rollback-count` would take for the newest migration. Its own transactions, because a skipped
 * changeset is rolled back.
 */
const MARKER = `<?xml version="1.0" encoding="UTF-8"?>
<!-- Written by \`pggit liquibase init\`: tells pggit that a run has come to its end. It changes nothing.
     Include it last in the root changelog. Its precondition never holds, so that it leaves no row. -->
<databaseChangeLog
    xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd"
    logicalFilePath="pggit/liquibase">
  <changeSet id="pggit-success" author="pggit" dbms="postgresql" runAlways="true" runOnChange="true" runOrder="last"
      runInTransaction="false">
    <preConditions onFail="CONTINUE" onSqlOutput="TEST" onFailMessage="the run has come to its end">
      <sqlCheck expectedResult="not to be run">select pg_catalog.set_config('pggit.outcome', 'ok', false)</sqlCheck>
    </preConditions>
    <empty/>
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
