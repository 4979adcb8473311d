import { writeWorkflow } from '../../../graph/workflow.ts'
import type { Elsewhere } from '../../../runtime/contract/answers.ts'
import type { Tab } from '../../../runtime/contract/tabs.ts'
import type { OpenDocument } from '../document-handle.ts'
import type { Studio } from '../studio.ts'

/** Lets go of the documents that another window takes over. What this window could not write stays here as a copy. */
export function followHandovers(studio: Studio): void {
  const { api, documents, journal, attempt } = studio
  const handOver = async (id: string) => {
    const document = documents.find(id)
    if (!document) return
    try {
      await journal.handOver(document)
    } catch (error) {
      keepCopy(studio, document.read())
      throw error
    }
  }
  api.on('elsewhere', next => showElsewhere(studio, next))
  api.on('handover', id => void attempt(() => handOver(id)))
}

/** Shows which open documents this window does not have, and closes those here that another window has. */
export function showElsewhere(studio: Studio, next: readonly Elsewhere[]): void {
  for (const { id, isShown } of next) if (isShown) giveUp(studio, id)
  studio.elsewhere.setState(next, true)
}

/** Closes a document here without a word to the program. */
export function giveUp(studio: Studio, id: string): void {
  const document = studio.documents.find(id)
  if (document && studio.journal.lacks(id)) keepCopy(studio, document.read())
  studio.journal.drop(id)
}

function keepCopy({ documents, notices }: Studio, { title, present }: OpenDocument): void {
  documents.open({ title: `${title} (copy)`, path: null, text: writeWorkflow(present), dirty: true })
  notices.report('warn', `Another window has taken over ${title}. Your last edits are in ${title} (copy).`)
}

/** Opens a document of the journal. */
export function openTab({ documents, journal }: Studio, tab: Tab): void {
  journal.note(tab)
  documents.open(tab)
}

/** Moves a document from another window to this one. */
export async function takeOver(studio: Studio, id: string): Promise<void> {
  const { tab, shown } = await studio.api.request('document:take', id)
  studio.runs.showPictures(id, shown)
  openTab(studio, tab)
  followRuns(studio, [id])
}

/** Shows the runs of these documents that were queued before they were opened here. */
export function followRuns({ documents, runs }: Studio, ids: readonly string[]): void {
  for (const { id, document } of runs.store.getState().queue) {
    const handle = document === null || !ids.includes(document) ? undefined : documents.find(document)
    if (handle) runs.follow(id, handle.id, handle.read().present)
  }
}
