import { Heading } from 'react-aria-components'
import { commandsOf } from '../../commands/all-commands.ts'
import { shownKeys } from '../../commands/keyboard.ts'
import { DialogHeader, ModalDialog } from '../../look/modal-dialog.tsx'
import { useStudio } from '../../studio/use-studio.ts'
import css from './shortcuts-dialog.module.css'

/** What the mouse does on the canvas; ComfyUI's gestures. */
const gestures: readonly (readonly [string, string])[] = [
  ['Move the canvas', 'Drag, or Space + drag'],
  ['Zoom', 'Wheel, pinch'],
  ['Select in a box', 'Ctrl + drag'],
  ['Add to the selection', 'Shift + click'],
  ['Add a node', 'Double-click the canvas'],
  ['Wire', 'Drag from socket to socket'],
  ['Add a node that fits a wire', 'Drop the wire on the canvas'],
  ['Change a number', 'Drag along it, or click and type'],
  ['Rename', 'Double-click a title'],
  ['Menu', 'Right-click'],
]
const groups = ['Run', 'File', 'Edit', 'Node', 'View', 'Help'] as const

/** Every shortcut, by group. */
export function ShortcutsDialog() {
  const studio = useStudio()
  return (
    <ModalDialog frame={css.modal} onClose={studio.layout.close}>
      <DialogHeader title={<Heading slot="title">Keyboard shortcuts</Heading>} onClose={studio.layout.close} />
      <div className={css.columns}>
        <section>
          <h3>Mouse</h3>
          <dl>
            {gestures.map(([what, how]) => (
              <div key={what}>
                <dt>{what}</dt>
                <dd>{how}</dd>
              </div>
            ))}
          </dl>
        </section>
        {groups.map(group => (
          <section key={group}>
            <h3>{group}</h3>
            <dl>
              {commandsOf(studio)
                .filter(command => command.group === group && shownKeys(studio, command).length > 0)
                .map(command => (
                  <div key={command.id}>
                    <dt>{command.title}</dt>
                    <dd>
                      {shownKeys(studio, command).map(keys => (
                        <kbd key={keys}>{keys}</kbd>
                      ))}
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </ModalDialog>
  )
}
