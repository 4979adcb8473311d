import type { Start } from '../../../graph/edit/start-from-picture.ts'
import { savePicture } from '../../saving/export.ts'
import { isSamePicture, type ShownPicture } from '../../studio/past/gallery.ts'
import type { MenuEntry, Studio } from '../../studio/studio.ts'
import { pictureAddress } from '../../widgets/pictures/picture-address.ts'
import { pictureFile } from '../../widgets/pictures/picture-file.ts'
import { placePicture } from '../exchange/drops.ts'
import { openRun } from '../exchange/workflow-files.ts'
import { sendPicture } from './send-picture.ts'

/** What can be done with a picture, wherever it is shown. */
export function pictureEntries(studio: Studio, shown: ShownPicture): readonly MenuEntry[] {
  const { run } = shown
  const { documents, facts, layout } = studio
  const seed = run?.summary?.seed
  /** What goes on in a workflow closes the dialog over it. */
  const leaving = (id: string, title: string, go: () => Promise<void>) =>
    entry(id, title, () => {
      layout.close()
      void go()
    })
  return [
    entry('view', 'View large', () => viewPicture(studio, shown)),
    ...(run ? [entry('metadata', 'View with all its settings', () => viewSettings(studio, shown))] : []),
    ...(run ? [leaving('open', 'Open its workflow', () => openRun(studio, run.id, run.title))] : []),
    grouped(leaving('input', 'Use as input: new Load Image node', () => useAsInput(studio, shown))),
    ...sends.map(([kind, title]) => leaving(kind, title, () => sendPicture(studio, shown, kind))),
    grouped(compareEntry(studio, shown)),
    entry('copy', 'Copy picture', () => void copyPicture(studio, shown)),
    ...(run?.summary?.prompt ? [entry('prompt', 'Copy prompt', () => copyText(studio, run.summary!.prompt))] : []),
    ...(seed != null ? [entry('seed', 'Copy seed', () => copyText(studio, String(seed)))] : []),
    ...(facts.dialogs && !documents.active()
      ? []
      : [entry('save', 'Save picture as…', () => void studio.attempt(() => savePicture(studio, shown.picture)))]),
    ...(facts.dialogs ? [entry('reveal', 'Show in folder', () => reveal(studio, shown))] : []),
    ...(run ? ofRun(studio, shown, run.id) : []),
  ]
}

const ofRun = (studio: Studio, shown: ShownPicture, run: string): readonly MenuEntry[] => [
  grouped(
    entry('favourite', shown.isFavourite ? 'Remove from favourites' : 'Add to favourites', () => favour(studio, shown)),
  ),
  entry('forget', 'Remove its run from the history', () => void forgetRuns(studio, [run])),
]

const entry = (id: string, title: string, run: () => void): MenuEntry => ({ id: `picture-${id}`, title, run })

const grouped = (entry: MenuEntry): MenuEntry => ({ ...entry, startsGroup: true })

const sends: readonly (readonly [Start, string])[] = [
  ['image-to-image', 'Send to image to image'],
  ['inpaint', 'Send to inpainting'],
  ['upscale', 'Send to upscaling'],
]

/** Over the whole window. */
export const viewPicture = ({ layout }: Studio, shown: ShownPicture): void =>
  layout.open({ kind: 'picture', address: pictureAddress(shown.picture), title: shown.picture.filename, shown })

function viewSettings(studio: Studio, shown: ShownPicture): void {
  studio.layout.store.setState({ resultDetails: true })
  viewPicture(studio, shown)
}

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
