export { InvalidSettingError, NotUsableError } from '@pggit/core/adapter';
export type { Connections, PggitOptions } from './options.js';
export type { SequelizeLike } from './sessions/sequelize.js';
export { withPggit } from './with-pggit.js';
