import { createStore } from 'zustand'
import { type Change, changed } from '../../graph/edit/change.ts'
import { type Workflow, writeWorkflow } from '../../graph/workflow.ts'
import type { NodeSentence } from '../../runtime/contract/answers.ts'
import type { DocumentHandle } from '../studio/document-handle.ts'
import type { Studio } from '../studio/studio.ts'

/** After an edit, in milliseconds: a value that is dragged changes the document many times. */
const REST = 400

/** What does not fit together in the document that is shown, asked for after each edit of its wires and values. */
function createConflicts({ api, files }: Studio) {
  const store = createStore<readonly NodeSentence[]>(() => [])
  let timer: ReturnType<typeof setTimeout> | undefined
  let asked = ''
  let shown = ''
  const request = (workflow: Workflow) => api.request('workflow:fit', writeWorkflow(workflow)).catch(() => [])
  files.subscribe(() => {
    asked = ''
  })
  return {
    store,
    ask(document: DocumentHandle): void {
      clearTimeout(timer)
      // Another document has its own nodes under these ids.
      if (shown !== document.id) store.setState([], true)
      shown = document.id
      timer = setTimeout(async () => {
        const { present } = document.read()
        const wiring = JSON.stringify([
          document.id,
          present.links,
          present.nodes.map(({ id, type, mode, widgets_values }) => [id, type, mode, widgets_values]),
        ])
        if (wiring === asked) return
        asked = wiring
        const found = await request(present)
        // A newer question replaces this answer.
        if (asked === wiring) store.setState(found, true)
      }, REST)
    },
    /** What would not fit together after a change, and does now. */
    async after(document: DocumentHandle, change: Change): Promise<NodeSentence | undefined> {
      const known = new Set(store.getState().map(({ message }) => message))
      const found = await request(changed(document.read().present, change))
      return found.find(({ message }) => !known.has(message))
    },
  }
}

const made = new WeakMap<Studio, ReturnType<typeof createConflicts>>()

/** One for each window. */
export function conflictsOf(studio: Studio): ReturnType<typeof createConflicts> {
  const found = made.get(studio) ?? createConflicts(studio)
  made.set(studio, found)
  return found
}
