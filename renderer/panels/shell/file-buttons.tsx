import { ChevronDown, type LucideIcon, Redo2, Save, Undo2 } from 'lucide-react'
import { Button, Menu, MenuSection, MenuTrigger, Popover } from 'react-aria-components'
import { commandOf, runCommand } from '../../commands/all-commands.ts'
import { CommandItem } from '../../commands/command-item.tsx'
import { shownKeys } from '../../commands/keyboard.ts'
import { IconButton } from '../../look/controls.tsx'
import { Hinted } from '../../look/hinted.tsx'
import { floating, lists } from '../../look/styles.ts'
import { isDirty } from '../../studio/documents.ts'
import { useActive, useStudio } from '../../studio/use-studio.ts'
import css from './file-buttons.module.css'

/** The commands of the menu, with a line between the sections. */
const sections = {
  Open: ['file.new', 'file.open'],
  Save: ['file.save', 'file.save-as', 'file.rename'],
  Export: ['file.export-workflow', 'file.export-api', 'file.export-picture', 'file.export-picture-only', 'file.reveal'],
  Program: ['settings.open', 'help.shortcuts', 'help.welcome'],
  Close: ['file.close'],
}

/** The File menu, Undo, Redo and Save. A button is disabled while it has nothing to do. */
export function FileButtons() {
  const undoable = useActive(({ undoable }) => undoable) ?? null
  const redoable = useActive(({ redoable }) => redoable) ?? null
  const isUnsaved = useActive(isDirty) ?? false
  return (
    <div className={css.buttons}>
      <MenuTrigger>
        <Button className={css.file}>
          File <ChevronDown />
        </Button>
        <Popover className={floating.popover} placement="bottom start">
          <Menu className={lists.options} aria-label="File">
            {Object.entries(sections).map(([name, ids]) => (
              <MenuSection key={name} aria-label={name}>
                {ids.map(id => (
                  <CommandItem key={id} id={id} />
                ))}
              </MenuSection>
            ))}
          </Menu>
        </Popover>
      </MenuTrigger>
      <Does command="edit.undo" icon={Undo2} label="Undo" what={undoable} />
      <Does command="edit.redo" icon={Redo2} label="Redo" what={redoable} />
      <Does command="file.save" icon={Save} label="Save" what={isUnsaved ? '' : null} />
    </div>
  )
}

interface DoesProps {
  readonly command: string
  readonly icon: LucideIcon
  readonly label: string
  /** What it acts on, for its hint; null: there is nothing. */
  readonly what: string | null
}

function Does({ command, icon, label, what }: DoesProps) {
  const studio = useStudio()
  const [keys] = shownKeys(studio, commandOf(studio, command))
  const isNarrowToo = command === 'edit.undo'
  return (
    <Hinted title={what ? `${label}: ${what}` : label} keys={keys}>
      <IconButton
        className={isNarrowToo ? undefined : css.wide}
        icon={icon}
        label={label}
        isDisabled={what === null}
        onPress={() => runCommand(studio, command)}
      />
    </Hinted>
  )
}
