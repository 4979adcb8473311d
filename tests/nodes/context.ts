import type { SavedImage } from '../../graph/run/step-event.ts'
import type { RunContext } from '../../nodes/define.ts'
import { sessions } from '../engine/runtime/shared-sessions.ts'

/** What a node needs to run in a test; `shown` and `notices` collect what it tells. */
export function testContext(own: Partial<RunContext> = {}) {
  const [shown, notices]: [SavedImage[], string[]] = [[], []]
  const context: RunContext = {
    signal: new AbortController().signal,
    progress() {},
    notice: message => notices.push(message),
    report: event => event.kind === 'image' && shown.push(event.image),
    sessions,
    find: async () => null,
    folders: { output: '', temp: '' },
    metadata: {},
    ...own,
  }
  return { ...context, shown, notices }
}
