import type { Run } from '../run.js';

/** Whether an error says that no more connections are allowed; Sequelize's has the driver's inside. */
function isFull(error: unknown): boolean {
  const { code, parent } = error as { code?: unknown; parent?: { code?: unknown } };
  return code === '53300' || parent?.code === '53300';
}

/** Whether a session that could not be had may be asked for again: the run has left one to it. */
export async function hasRoomNow(error: unknown, run: Run | undefined): Promise<boolean> {
  return run !== undefined && isFull(error) && (await run.giveWay());
}
