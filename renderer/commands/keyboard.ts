import type { Command, Studio } from '../studio/studio.ts'
import { commandsOf, isEnabled, runCommand } from './all-commands.ts'
import { browserKeys } from './comfyui-keys.ts'

/** The keys of a command: those of the user's settings, else the built-in ones. */
export const keysOf = (studio: Studio, { id, keys = [] }: Command): readonly string[] => {
  const own = studio.settings.getState().shortcuts[id]
  return own === undefined ? keys : own === '' ? [] : [own]
}

/** The pressed keys as a text, `Ctrl+Shift+G`; on a Mac Command is written as Ctrl. */
export function chordOf({ key, ctrlKey, metaKey, altKey, shiftKey, code }: KeyboardEvent, isMac: boolean): string {
  const parts: string[] = []
  if (isMac ? metaKey : ctrlKey) parts.push('Ctrl')
  if (altKey) parts.push('Alt')
  // With Alt, some keyboard layouts type another letter than the key's own; those of other scripts always do.
  const isOther = altKey || (key.length === 1 && key > '\x7f')
  const letter = isOther && /^Key[A-Z]$/.test(code) ? code.slice(3) : key
  // A sign that is typed with Shift, such as ?, is written without it.
  const isSign = letter.length === 1 && !/[a-z0-9 ]/i.test(letter)
  if (shiftKey && !isSign) parts.push('Shift')
  parts.push(letter === ' ' ? 'Space' : letter.length === 1 ? letter.toUpperCase() : letter)
  return parts.join('+')
}

/** The keys as menus and tooltips show them. */
export const keysForPeople = (chord: string, isMac: boolean): string =>
  isMac
    ? chord.replaceAll('Ctrl+', '⌘').replaceAll('Alt+', '⌥').replaceAll('Shift+', '⇧')
    : chord.replaceAll('Arrow', '')

/** The keys of a command as people read them, without those that a browser keeps for itself. */
export const shownKeys = (studio: Studio, command: Command): readonly string[] =>
  keysOf(studio, command)
    .filter(keys => studio.facts.dialogs || !browserKeys.has(keys))
    .map(keys => keysForPeople(keys, studio.facts.platform === 'darwin'))

/** Where a key was pressed. */
interface Press {
  /** In something that has its own keys: see `hasOwnKeys`. */
  readonly inField: boolean
  /** On the canvas, or on nothing in particular. */
  readonly onCanvas: boolean
  /** In the capture phase, before the focused element gets the event: text fields do not pass keys on. */
  readonly isCaptured: boolean
}

/**
 * The command for pressed keys; null when there is none. In a text field only commands marked `always` work, and they are
 * caught in the capture phase. The clipboard's keys are left to its own events, which need no permission.
 */
export function commandFor(studio: Studio, chord: string, { inField, onCanvas, isCaptured }: Press): Command | null {
  const found = commandsOf(studio).find(
    command => keysOf(studio, command).includes(chord) && isEnabled(studio, command),
  )
  if (!found || found.isClipboard || (found.isOnCanvas && !onCanvas)) return null
  return (found.always && chord.length > 1) || !(inField || isCaptured) ? found : null
}

/** Milliseconds: Space that was held longer was for panning. */
const tapTime = 400

/** Space going down, until it comes up or becomes part of something else. */
interface Tap {
  readonly command: string
  readonly time: number
}

/** Runs commands by their keys; that of Space when it comes up again soon, since Space held pans. @returns ends listening */
export function listenToKeyboard(studio: Studio): () => void {
  const isMac = studio.facts.platform === 'darwin'
  let tap: Tap | null = null
  const listen = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return
    const isCaptured = event.eventPhase === Event.CAPTURING_PHASE
    const chord = chordOf(event, isMac)
    if (isCaptured && chord !== 'Space') tap = null
    const press = { inField: hasOwnKeys(event.target), onCanvas: isOnCanvas(event.target), isCaptured }
    const command = commandFor(studio, chord, press)
    if (!command) return
    event.preventDefault()
    if (chord !== 'Space') runCommand(studio, command.id)
    else if (!event.repeat) tap = { command: command.id, time: event.timeStamp }
  }
  const forget = () => (tap = null)
  const release = ({ key, timeStamp }: KeyboardEvent) => {
    if (key === ' ' && tap && timeStamp - tap.time < tapTime) runCommand(studio, tap.command)
    forget()
  }
  const done = new AbortController()
  const { signal } = done
  for (const capture of [true, false]) window.addEventListener('keydown', listen, { capture, signal })
  window.addEventListener('keyup', release, { signal })
  for (const kind of ['pointerdown', 'wheel', 'blur']) window.addEventListener(kind, forget, { capture: true, signal })
  return () => done.abort()
}

/** Is the event on the canvas, or on the page while nothing has the focus? */
function isOnCanvas(target: EventTarget | null): boolean {
  return !(target instanceof Element) || target === document.body || target.matches('[role=application]')
}

/** Is the event in an element with keys of its own: a text field, a dialog or a menu? */
export function hasOwnKeys(target: EventTarget | null): boolean {
  const element = target instanceof Element ? target : document.body
  return (
    element.closest('input, textarea, select, [contenteditable], [role=dialog], [role=menu], [role=listbox]') !== null
  )
}
