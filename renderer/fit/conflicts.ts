import { createStore } from 'zustand'
import { writeWorkflow } from '../../graph/workflow.ts'
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
  files.subscribe(() => {
    asked = ''
  })
  return {
    store,
    ask(document: DocumentHandle): void {
      clearTimeout(timer)
      timer = setTimeout(async () => {
        const { present } = document.read()
        const wiring = JSON.stringify([
          document.id,
          present.links,
          present.nodes.map(({ id, type, mode, widgets_values }) => [id, type, mode, widgets_values]),
        ])
        if (wiring === asked) return
        asked = wiring
        const found = await api.request('workflow:fit', writeWorkflow(present)).catch(() => [])
        // A newer question replaces this answer.
        if (asked === wiring) store.setState(found, true)
      }, REST)
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
