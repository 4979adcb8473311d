import { RotateCcw } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import { Button } from 'react-aria-components'
import { useStore } from 'zustand'
import { commandsOf } from '../../commands/all-commands.ts'
import { chordOf, keysOf, shownKeys } from '../../commands/keyboard.ts'
import { IconButton } from '../../look/controls.tsx'
import { buttons, flow, texts } from '../../look/styles.ts'
import type { Command } from '../../studio/studio.ts'
import { useStudio } from '../../studio/use-studio.ts'
import css from './settings.module.css'

/** The keys of every command. A press on them records new ones. */
export function ShortcutSettings() {
  const studio = useStudio()
  useStore(studio.settings, ({ shortcuts }) => shortcuts)
  const [recording, setRecording] = useState<string | null>(null)
  return (
    <ul className={`${css.section} ${css.shortcuts}`}>
      {commandsOf(studio).map(command => (
        <Binding
          key={command.id}
          command={command}
          isRecording={recording === command.id}
          onRecord={() => setRecording(recording === command.id ? null : command.id)}
          onDone={() => setRecording(null)}
        />
      ))}
    </ul>
  )
}

interface Props {
  readonly command: Command
  readonly isRecording: boolean
  onRecord(): void
  onDone(): void
}

function Binding({ command, isRecording, onRecord, onDone }: Props) {
  const studio = useStudio()
  const isMac = studio.facts.platform === 'darwin'
  const { shortcuts } = studio.settings.getState()
  const keys = keysOf(studio, command)[0] ?? ''
  /** A browser keeps some keys for itself. */
  const shown = shownKeys(studio, command)[0] || 'none'
  const other = commandsOf(studio).find(
    each => each.id !== command.id && keys !== '' && keysOf(studio, each).includes(keys),
  )
  const write = (next: Readonly<Record<string, string>>) =>
    void studio.attempt(() => studio.set({ shortcuts: { ...next } }))
  const record = (event: KeyboardEvent) => {
    if (!isRecording || ['Control', 'Shift', 'Alt', 'Meta'].includes(event.key)) return
    event.preventDefault()
    event.stopPropagation()
    if (event.key !== 'Escape') {
      const chord = event.key === 'Backspace' ? '' : chordOf(event.nativeEvent, isMac)
      write({ ...shortcuts, [command.id]: chord })
    }
    onDone()
  }
  const reset = () => {
    const { [command.id]: _, ...rest } = shortcuts
    write(rest)
  }
  return (
    <li onKeyDownCapture={record}>
      <span className={flow.name}>{command.title}</span>
      {other && <span className={`${texts.tag} ${texts.warn}`}>also {other.title}</span>}
      <Button className={buttons.quiet} aria-label={`Keys of ${command.title}: ${shown}`} onPress={onRecord}>
        {isRecording ? 'Press keys… (Backspace: none)' : <kbd>{shown}</kbd>}
      </Button>
      {Object.hasOwn(shortcuts, command.id) && (
        <IconButton icon={RotateCcw} label={`Reset ${command.title}`} onPress={reset} />
      )}
    </li>
  )
}
