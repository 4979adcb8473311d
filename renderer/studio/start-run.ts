import { advanceSeeds } from '../../graph/edit/advance-seeds.ts'
import { writeWorkflow } from '../../graph/workflow.ts'
import type { DocumentHandle, RunWish } from './document-handle.ts'
import type { Studio } from './studio.ts'

/**
 * Queues a document as it is now. Once the run is queued, seeds that change after a run change in that document,
 * whichever one is in front by then.
 *
 * @returns the run's id; null when it could not be started, which is reported
 */
export async function startRun(
  { api, attempt, runs, specs }: Pick<Studio, 'api' | 'attempt' | 'runs' | 'specs'>,
  document: DocumentHandle,
  { targets, front, live, workflow }: RunWish,
): Promise<string | null> {
  const { id, title, present } = document.read()
  let run: string | null = null
  await attempt(async () => {
    run = await api.request('run:start', {
      text: writeWorkflow(workflow ?? present),
      title,
      document: id,
      ...(targets && { targets: [...targets] }),
      ...(front && { front }),
      ...(live && { live }),
    })
    runs.follow(run, id, present)
    // Live runs keep the seed: two pictures then differ by the edit alone. What was undone can be redone after a run.
    if (!live) document.change('Change seed', advanceSeeds(specs), { merge: 'seeds', keepsRedo: true })
  })
  return run
}
