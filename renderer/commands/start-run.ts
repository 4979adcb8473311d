import { advanceSeeds } from '../../graph/edit/advance-seeds.ts'
import { writeWorkflow } from '../../graph/workflow.ts'
import type { Studio } from '../studio/studio.ts'

/** Queues the active document as it is now. Seeds that change after a run change in the document then. */
export const startRun = (
  studio: Studio,
  { targets, front, live = false }: { targets?: readonly string[]; front?: boolean; live?: boolean } = {},
): Promise<void> =>
  studio.attempt(async () => {
    const { api, documents, runs } = studio
    const document = documents.active()
    if (!document) return
    const run = await api.request('run:start', {
      text: writeWorkflow(document.present),
      title: document.title,
      ...(targets && { targets: [...targets] }),
      ...(front && { front }),
    })
    runs.follow(run, document.id)
    // A live run answers an edit; were the seed to change with it, no two answers could be compared.
    if (!live) documents.change('Change seed', advanceSeeds(studio.specs), { merge: 'seeds' })
  })
