import { Button, Input, Label, TextField } from 'react-aria-components'
import { nodeColors } from '../../../graph/edit/appearance.ts'
import { colorGroup, groupsOf, removeGroup, renameGroup } from '../../../graph/edit/groups.ts'
import { runCommand } from '../../commands/all-commands.ts'
import { buttons, fields, flow, panels } from '../../look/styles.ts'
import { useActive, useDocument, useStudio } from '../../studio/use-studio.ts'
import { useCancel } from '../../widgets/use-cancel.ts'
import css from './inspect-group.module.css'

/** A group: its name and its colour. */
export function InspectGroup({ index }: { readonly index: number }) {
  const studio = useStudio()
  const document = useDocument()
  const present = useActive(document => document.present)
  const group = present && groupsOf(present)[index]
  const rename = (title: string) =>
    document.change('Rename group', renameGroup(index, title), { merge: `group ${index}` })
  const cancel = useCancel(group?.title ?? '', rename)
  if (!group) return null
  return (
    <>
      <header>
        <h2>Group</h2>
      </header>
      <div className={panels.body}>
        <TextField className={fields.field} value={group.title} onChange={rename} {...cancel}>
          <Label>Title</Label>
          <Input />
        </TextField>
        <h3>Colour</h3>
        <div className={css.swatches}>
          {Object.entries(nodeColors).map(([name, { bgcolor }]) => (
            <Button
              key={name}
              aria-label={name}
              style={{ background: bgcolor }}
              onPress={() => document.change('Colour group', colorGroup(index, bgcolor))}
            />
          ))}
        </div>
        <div className={flow.actions}>
          <Button onPress={() => runCommand(studio, 'node.fit-group')}>Fit to its nodes</Button>
          <Button className={buttons.danger} onPress={() => document.change('Remove group', removeGroup(index))}>
            Remove, keep the nodes
          </Button>
        </div>
      </div>
    </>
  )
}
