import { Sessions } from '../../../engine/runtime/sessions.ts'

/**
 * The sessions of one test process, which runs many files: making the session of a small network takes ten times as long as
 * running it, so files that use the same network share it. What is about making or releasing sessions, or uses a file
 * that the test deletes, opens its own.
 */
export const sessions = new Sessions({ device: 'cpu', threads: 1 })
