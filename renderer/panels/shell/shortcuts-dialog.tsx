import { Heading } from 'react-aria-components'
import { commandsOf } from '../../commands/all-commands.ts'
import { comfyuiKeys } from '../../commands/comfyui-keys.ts'
import { shownKeys } from '../../commands/keyboard.ts'
import { DialogHeader, ModalDialog } from '../../look/modal-dialog.tsx'
import { useStudio } from '../../studio/use-studio.ts'
import css from './shortcuts-dialog.module.css'

/** What the mouse does on the canvas; besides, what it does in ComfyUI. */
const gestures: readonly (readonly [string, string])[] = [
  ...comfyuiKeys.filter(([, , here]) => here === 'gesture').map(([keys, does]) => [does, keys] as const),
  ['Change a number', 'Drag along it, or click and type'],
  ['Enlarge a picture, open a drawing', 'Double-click it'],
]

/** How to build and wire a graph without a mouse. */
const onTheCanvas: readonly (readonly [string, string])[] = [
  ['Go to the canvas', 'Esc'],
  ['Next node', '← ↑ → ↓'],
  ['Add a node', 'Space, Shift+A'],
  ['Into the node: its values and sockets', 'Enter'],
  ['Next value or socket', 'Tab, ↓'],
  ['Change a value; start a wire at a socket', 'Enter'],
  ['Remove the wire of an input', 'Delete'],
  ['Back to the node; cancel what is typed', 'Esc'],
]
const groups = ['Run', 'File', 'Edit', 'Node', 'View', 'Help'] as const

/** Every shortcut, by group. */
export function ShortcutsDialog() {
  const studio = useStudio()
  return (
    <ModalDialog frame={css.modal} onClose={studio.layout.close}>
      <DialogHeader title={<Heading slot="title">Keyboard shortcuts</Heading>} onClose={studio.layout.close} />
      <div className={css.columns}>
        <Keys title="Mouse" rows={gestures} />
        <Keys title="Canvas by keyboard" rows={onTheCanvas} />
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
        <Keys
          title="ComfyUI’s keys that differ here"
          rows={comfyuiKeys
            .filter(([, , here]) => here.endsWith('.'))
            .map(([keys, does, here]) => [`${keys}: ${does.toLowerCase()}`, here])}
        />
      </div>
    </ModalDialog>
  )
}

function Keys({ title, rows }: { readonly title: string; readonly rows: readonly (readonly [string, string])[] }) {
  return (
    <section>
      <h3>{title}</h3>
      <dl>
        {rows.map(([what, how]) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd>{how}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
