import type { Studio } from '../../studio/studio.ts'
import { removeSelected } from '../edit-commands.ts'
import { hasOwnKeys } from '../keyboard.ts'
import { copiedText, pasteTexts } from './clipboard.ts'
import { takePicture } from './drops.ts'

/** Copy, cut and paste by the system's keys. Texts and fields keep theirs. */
export function listenToClipboard(studio: Studio): () => void {
  const done = new AbortController()
  const options = { signal: done.signal }
  let shift = false
  window.addEventListener('keydown', event => (shift = event.shiftKey), { ...options, capture: true })
  const copy = (event: ClipboardEvent): boolean => {
    const text = hasOwnKeys(event.target) ? null : copiedText(studio)
    if (text === null) return false
    event.preventDefault()
    event.clipboardData?.setData('text/plain', text)
    return true
  }
  document.addEventListener('copy', event => void copy(event), options)
  document.addEventListener('cut', event => copy(event) && removeSelected(studio, false), options)
  document.addEventListener(
    'paste',
    event => {
      const { clipboardData: data } = event
      if (!data || hasOwnKeys(event.target)) return
      event.preventDefault()
      const picture = [...data.files].find(({ type }) => type.startsWith('image/'))
      if (picture) void takePicture(studio, picture)
      else pasteTexts(studio, [data.getData('text/html'), data.getData('text/plain')], shift ? 'with inputs' : 'inside')
    },
    options,
  )
  return () => done.abort()
}
