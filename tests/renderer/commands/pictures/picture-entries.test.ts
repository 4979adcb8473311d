import { expect, test } from 'vitest'
import { pictureEntries } from '../../../../renderer/commands/pictures/picture-entries.ts'
import type { ShownPicture } from '../../../../renderer/studio/past/gallery.ts'
import { openStudio, textOf } from '../../open-studio.ts'

const picture = { filename: 'a.png', subfolder: '', type: 'output' } as const
const summary = { prompt: 'a fox', negative: '', seed: '7', steps: 1, cfg: 1, models: ['micro-sd.safetensors'] }
const run = { id: 'r', title: 'fox', started: 0, ms: 900, device: 'cpu', summary }
const of = (shown: Pick<ShownPicture, 'run'>) => {
  const { studio } = openStudio()
  studio.documents.open({ title: 'a', path: null, text: textOf() })
  return { studio, entries: pictureEntries(studio, { picture, isFavourite: false, ...shown }) }
}

test('a picture of the history can be viewed, reused, compared, copied, saved, marked and forgotten', () => {
  expect(of({ run: run as never }).entries.map(({ title }) => title)).toEqual([
    'View large',
    'View with all its settings',
    'Open its workflow',
    'Use as input: new Load Image node',
    'Send to image to image',
    'Send to inpainting',
    'Send to upscaling',
    'Select for comparison',
    'Copy picture',
    'Copy prompt',
    'Copy seed',
    'Save picture as…',
    'Show in folder',
    'Add to favourites',
    'Remove its run from the history',
  ])
})

test('of a picture without a run nothing is offered that needs one', () => {
  const titles = of({ run: null }).entries.map(({ title }) => title)
  expect(titles).toContain('Send to inpainting')
  expect(titles.filter(title => /settings|workflow|prompt|seed|favourite|history/.test(title))).toEqual([])
})

test('what goes on in a workflow closes the viewer, what is done with the picture does not', () => {
  const { studio, entries } = of({ run: run as never })
  const press = (id: string) => entries.find(entry => entry.id === id)!.run()
  const opened = () => studio.layout.store.getState().overlay?.kind
  press('picture-metadata')
  expect(studio.layout.store.getState()).toMatchObject({ resultDetails: true, overlay: { kind: 'picture' } })
  press('picture-compare')
  expect(opened()).toBe('picture')
  press('picture-image-to-image')
  expect(opened()).toBeUndefined()
})
