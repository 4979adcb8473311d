import { FilePlus2, FolderOpen, PencilLine, Sparkles, TextCursorInput } from 'lucide-react'
import { Button } from 'react-aria-components'
import { runCommand } from '../../commands/all-commands.ts'
import { buttons, flow } from '../../look/styles.ts'
import { useStudio } from '../../studio/use-studio.ts'
import css from './empty.module.css'

/** Shown when no document is open. */
export function Empty() {
  const studio = useStudio()
  return (
    <div className={css.empty}>
      <h2>No workflow is open</h2>
      <p>Drop a workflow here, or a picture made by one. Or start with:</p>
      <div className={flow.actions}>
        <Button className={buttons.primary} onPress={() => runCommand(studio, 'first.picture')}>
          <Sparkles /> A first picture
        </Button>
        <Button onPress={() => runCommand(studio, 'first.form')}>
          <TextCursorInput /> A form
        </Button>
        <Button onPress={() => runCommand(studio, 'first.drawing')}>
          <PencilLine /> A drawing
        </Button>
        <Button onPress={() => runCommand(studio, 'file.open')}>
          <FolderOpen /> Open…
        </Button>
        <Button onPress={() => runCommand(studio, 'file.new')}>
          <FilePlus2 /> New
        </Button>
      </div>
    </div>
  )
}
