import { Sessions } from '../../engine/runtime/sessions.ts'
import type { RunContext, SavedImage } from '../../nodes/define.ts'

/** What a node needs to run in a test; `shown` and `notices` collect what it tells. */
export function testContext(own: Partial<RunContext> = {}) {
  const [shown, notices]: [SavedImage[], string[]] = [[], []]
  const context: RunContext = {
    signal: new AbortController().signal,
    progress() {},
    notice: message => notices.push(message),
    show: image => shown.push(image),
    sessions: new Sessions({ device: 'cpu', threads: 1 }),
    find: async () => null,
    folders: { output: '', temp: '' },
    metadata: {},
    ...own,
  }
  return { ...context, shown, notices }
}
