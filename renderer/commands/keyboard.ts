import type { Studio } from '../studio/studio.ts'
import { commands, isEnabled, runCommand } from './all-commands.ts'
import type { Command } from './command.ts'

/** The keys of a command: the person's own, else the built-in ones. */
export const keysOf = (studio: Studio, { id, keys = [] }: Command): readonly string[] => {
  const own = studio.settings.getState().shortcuts[id]
  return own === undefined ? keys : own === '' ? [] : [own]
}

/** `Ctrl+Shift+G` for an event; Command counts as Ctrl on a Mac. */
export function chordOf({ key, ctrlKey, metaKey, altKey, shiftKey, code }: KeyboardEvent, isMac: boolean): string {
  const parts: string[] = []
  if (isMac ? metaKey : ctrlKey) parts.push('Ctrl')
  if (altKey) parts.push('Alt')
  // A character that needs Shift to be typed says so itself.
  const isSign = key.length === 1 && !/[a-z0-9 ]/i.test(key)
  if (shiftKey && !isSign) parts.push('Shift')
  // With Alt some layouts type another letter.
  const letter = altKey && /^Key[A-Z]$/.test(code) ? code.slice(3) : key
  parts.push(letter === ' ' ? 'Space' : letter.length === 1 ? letter.toUpperCase() : letter)
  return parts.join('+')
}

/** How a chord is written for people. */
export const keysForPeople = (chord: string, isMac: boolean): string =>
  isMac
    ? chord.replaceAll('Ctrl+', '⌘').replaceAll('Alt+', '⌥').replaceAll('Shift+', '⇧')
    : chord.replaceAll('Arrow', '')

/** Where a key was pressed. */
interface Press {
  /** In something that has its own keys: see `hasOwnKeys`. */
  readonly inField: boolean
  /** On its way down to the element: fields keep what they hear to themselves. */
  readonly isCaptured: boolean
}

/**
 * The command that keys stand for; null when they are not for us. In a field only those commands work that always do, and
 * they are caught on the way down. The clipboard's keys are left to its own events, which need no permission.
 */
export function commandFor(studio: Studio, chord: string, { inField, isCaptured }: Press): Command | null {
  const found = commands.find(command => keysOf(studio, command).includes(chord) && isEnabled(studio, command))
  if (!found || found.isClipboard) return null
  return found.always || !(inField || isCaptured) ? found : null
}

/** Runs commands by their keys. @returns ends listening */
export function listenToKeyboard(studio: Studio): () => void {
  const isMac = studio.facts.platform === 'darwin'
  const listen = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return
    const press = { inField: hasOwnKeys(event.target), isCaptured: event.eventPhase === Event.CAPTURING_PHASE }
    const command = commandFor(studio, chordOf(event, isMac), press)
    if (!command) return
    event.preventDefault()
    runCommand(studio, command.id)
  }
  const phases = [true, false]
  for (const capture of phases) window.addEventListener('keydown', listen, { capture })
  return () => {
    for (const capture of phases) window.removeEventListener('keydown', listen, { capture })
  }
}

/** Is the event in something that has its own keys? A field, a dialog or a menu has; the canvas and the page have ours. */
export function hasOwnKeys(target: EventTarget | null): boolean {
  const element = target instanceof Element ? target : document.body
  return (
    element.closest('input, textarea, select, [contenteditable], [role=dialog], [role=menu], [role=listbox]') !== null
  )
}
