import { Button } from 'react-aria-components'
import { runCommand } from '../commands/all-commands.ts'
import { useStudio } from '../studio/use-studio.ts'

/** The stage when no document is open. */
export function Empty() {
  const studio = useStudio()
  return (
    <div className="empty">
      <h2>No workflow is open</h2>
      <p>Drop a workflow or a picture made by one here, or start with:</p>
      <div className="actions">
        <Button className="primary" onPress={() => runCommand(studio, 'help.welcome')}>
          A first picture
        </Button>
        <Button onPress={() => runCommand(studio, 'file.open')}>Open…</Button>
        <Button onPress={() => runCommand(studio, 'file.new')}>New</Button>
      </div>
    </div>
  )
}
