import type { Start } from '../../../graph/edit/start-from-picture.ts'
import { savePicture } from '../../saving/export.ts'
import { isSamePicture, type ShownPicture } from '../../studio/past/gallery.ts'
import type { Studio } from '../../studio/studio.ts'
import type { MenuEntry } from '../../views/node-view.ts'
import { pictureAddress } from '../../widgets/pictures/picture-address.ts'
import { pictureFile } from '../../widgets/pictures/picture-file.ts'
import { placePicture } from '../exchange/drops.ts'
import { openRun } from '../exchange/workflow-files.ts'
import { sendPicture } from './send-picture.ts'

/** What can be done with a picture, wherever it is shown. */
export function pictureEntries(studio: Studio, shown: ShownPicture): readonly MenuEntry[] {
  const { run } = shown
  const { documents, facts } = studio
  return [
    entry('view', 'View large', () => viewPicture(studio, shown)),
    ...(run ? [entry('open', 'Open its workflow', () => void openRun(studio, run.id, run.title))] : []),
    grouped(entry('input', 'Use as input: new Load Image node', () => void useAsInput(studio, shown))),
    ...sends.map(([kind, title]) => entry(kind, title, () => void sendPicture(studio, shown, kind))),
    grouped(compareEntry(studio, shown)),
    entry('copy', 'Copy picture', () => void copyPicture(studio, shown)),
    ...(run?.summary?.prompt ? [entry('prompt', 'Copy prompt', () => copyText(studio, run.summary!.prompt))] : []),
    ...(facts.dialogs && !documents.active()
      ? []
      : [entry('save', 'Save picture as…', () => void studio.attempt(() => savePicture(studio, shown.picture)))]),
    ...(facts.dialogs ? [entry('reveal', 'Show in folder', () => reveal(studio, shown))] : []),
    grouped(
      entry('favourite', shown.isFavourite ? 'Remove from favourites' : 'Add to favourites', () =>
        favour(studio, shown),
      ),
    ),
    ...(run ? [entry('forget', 'Remove its run from the history', () => void forgetRuns(studio, [run.id]))] : []),
  ]
}

const entry = (id: string, title: string, run: () => void): MenuEntry => ({ id: `picture-${id}`, title, run })

const grouped = (entry: MenuEntry): MenuEntry => ({ ...entry, startsGroup: true })

const sends: readonly (readonly [Start, string])[] = [
  ['image-to-image', 'Send to image to image'],
  ['inpaint', 'Send to inpainting'],
  ['upscale', 'Send to upscaling'],
]

/** Over the whole window. */
export const viewPicture = ({ layout }: Studio, { picture }: ShownPicture): void =>
  layout.open({ kind: 'picture', address: pictureAddress(picture), title: picture.filename })

export const favour = (studio: Studio, shown: ShownPicture): void =>
  void studio.attempt(() => studio.gallery.favour(shown, !shown.isFavourite))

/** Removes runs from the history, and their pictures from the gallery. The files stay. */
export const forgetRuns = (studio: Studio, ids: readonly string[]): Promise<void> =>
  studio.attempt(async () => {
    await studio.history.forget(ids)
    if (ids.includes(studio.gallery.looking.getState().selected?.run?.id ?? '')) studio.gallery.select(null)
    await studio.gallery.refresh()
  })

const useAsInput = (studio: Studio, { picture }: ShownPicture): Promise<void> =>
  studio.attempt(async () =>
    placePicture(studio, studio.documents.activeOrNew(), await pictureFile(picture), {
      at: null,
      nodes: new Set(),
      said: name => `${name} is the picture of a new Load Image node.`,
    }),
  )

/** Two pictures are selected one after the other. */
function compareEntry({ gallery, layout }: Studio, shown: ShownPicture): MenuEntry {
  const { compared } = gallery.looking.getState()
  if (!compared || isSamePicture(compared.picture, shown.picture))
    return entry('compare', 'Select for comparison', () => gallery.compare(shown))
  return entry('compare', `Compare with ${compared.picture.filename}`, () => {
    gallery.compare(null)
    layout.open({
      kind: 'two-pictures',
      left: pictureAddress(compared.picture),
      right: pictureAddress(shown.picture),
    })
  })
}

const copyPicture = (studio: Studio, { picture }: ShownPicture): Promise<void> =>
  studio.attempt(async () => {
    if (studio.facts.dialogs) await studio.api.request('picture:copy', picture)
    else await navigator.clipboard.write([new ClipboardItem({ 'image/png': pictureFile(picture) })])
    studio.notices.report('good', `Copied ${picture.filename}`)
  })

export const copyText = (studio: Studio, text: string): void =>
  void studio.attempt(async () => {
    await navigator.clipboard.writeText(text)
    studio.notices.report('good', 'Copied')
  })

const reveal = (studio: Studio, { picture }: ShownPicture): void =>
  void studio.attempt(() => studio.api.request('picture:reveal', picture))
