import { isParameters } from '../../../graph/import/a1111-settings.ts'
import type { Studio } from '../../studio/studio.ts'
import { removeSelected } from '../edit-commands.ts'
import { hasOwnKeys } from '../keyboard.ts'
import { copiedText, pasteTexts } from './clipboard.ts'
import { pastePicture } from './drops.ts'
import { openFile } from './workflow-files.ts'

/** Copies, cuts and pastes nodes by the system's keys. In text fields the keys act on the text. @returns ends listening */
export function listenToClipboard(studio: Studio): () => void {
  const done = new AbortController()
  const options = { signal: done.signal }
  let shift = false
  let isMiddle = false
  window.addEventListener(
    'keydown',
    event => {
      shift = event.shiftKey
      isMiddle = false
    },
    { ...options, capture: true },
  )
  // On Linux the middle button pastes what was last selected anywhere; on the canvas it pans.
  window.addEventListener('pointerdown', ({ button }) => (isMiddle = button === 1), { ...options, capture: true })
  const copy = (event: ClipboardEvent) => {
    const from = studio.documents.active()
    const text = !from || hasOwnKeys(event.target) ? null : copiedText(studio, from)
    if (!from || text === null) return
    event.preventDefault()
    event.clipboardData?.setData('text/plain', text)
    if (event.type === 'cut') removeSelected(from, false)
  }
  document.addEventListener('copy', copy, options)
  document.addEventListener('cut', copy, options)
  document.addEventListener(
    'paste',
    event => {
      const { clipboardData: data } = event
      if (!data || isMiddle || hasOwnKeys(event.target)) return
      event.preventDefault()
      const into = studio.documents.active()
      const picture = [...data.files].find(({ type }) => type.startsWith('image/'))
      if (picture) return void pastePicture(studio, into ?? studio.documents.create(), picture)
      const texts = [data.getData('text/html'), data.getData('text/plain')]
      if (isParameters(texts[1]!)) return void openFile(studio, new File([texts[1]!], 'Pasted parameters.txt'))
      const at = studio.canvas.current?.pointer() ?? [0, 0]
      pasteTexts(studio, into, texts, { at, wires: shift ? 'with inputs' : 'inside' })
    },
    options,
  )
  return () => done.abort()
}
