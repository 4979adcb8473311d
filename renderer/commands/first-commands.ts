import type { DocumentHandle } from '../studio/document-handle.ts'
import type { Studio } from '../studio/studio.ts'
import { inGroup } from './command.ts'
import { openPath } from './exchange/workflow-files.ts'

/** Opens examples that make a picture at once, with the small model for trying out. */
export const firstCommands = inGroup('Help', [
  {
    id: 'first.picture',
    title: 'Make a first picture',
    async run(studio) {
      const document = await openExample(studio, 'hyper-sd-1-step')
      await document?.run()
    },
  },
  {
    id: 'first.form',
    title: 'Try a form: pictures as you type',
    async run(studio) {
      await openExample(studio, 'one-step-text-to-image')
      // The form is not on the page yet.
      requestAnimationFrame(() => document.querySelector<HTMLTextAreaElement>('[aria-label=Form] textarea')?.select())
    },
  },
])

/** @param id  the name of its file */
export async function openExample(studio: Studio, id: string): Promise<DocumentHandle | null> {
  const { examples } = await studio.api.request('workflow:list')
  const example = examples.find(example => example.id === id)
  if (!example) throw new Error(`The example ${id} is not among those that came with Leapgraph.`)
  return openPath(studio, example.path)
}
