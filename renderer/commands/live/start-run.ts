import { advanceSeeds } from '../../../graph/edit/advance-seeds.ts'
import { type Workflow, writeWorkflow } from '../../../graph/workflow.ts'
import type { Studio } from '../../studio/studio.ts'

export interface RunWish {
  readonly targets?: readonly string[]
  readonly front?: boolean
  readonly live?: 'edit' | 'draft'
  /** Something else than the active document as it is. */
  readonly workflow?: Workflow
}

/**
 * Queues the active document as it is now. Seeds that change after a run change in the document then.
 *
 * @returns the run's id; null when there is nothing to run, or it could not be asked for, which is told
 */
export async function startRun(
  studio: Studio,
  { targets, front, live, workflow }: RunWish = {},
): Promise<string | null> {
  const { api, documents, runs } = studio
  const document = documents.active()
  let run: string | null = null
  await studio.attempt(async () => {
    if (!document) return
    run = await api.request('run:start', {
      text: writeWorkflow(workflow ?? document.present),
      title: document.title,
      ...(targets && { targets: [...targets] }),
      ...(front && { front }),
      ...(live && { live }),
    })
    runs.follow(run, document.id, document.present)
    // A live run answers an edit; were the seed to change with it, no two answers could be compared.
    if (!live) documents.change('Change seed', advanceSeeds(studio.specs), { merge: 'seeds' })
  })
  return run
}
