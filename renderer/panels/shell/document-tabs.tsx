import { Plus, X } from 'lucide-react'
import { Button, ToggleButton } from 'react-aria-components'
import { useStore } from 'zustand'
import { runCommand } from '../../commands/all-commands.ts'
import { IconButton } from '../../look/controls.tsx'
import { flow } from '../../look/styles.ts'
import { isDirty } from '../../studio/documents.ts'
import { useStudio } from '../../studio/use-studio.ts'
import css from './document-tabs.module.css'

/** The open documents; a dot marks what is not on disk. */
export function DocumentTabs() {
  const studio = useStudio()
  const { documents, active } = useStore(studio.documents.store)
  const show = (id: string) => studio.documents.find(id)?.show()
  const close = (id: string) => {
    show(id)
    runCommand(studio, 'file.close')
  }
  return (
    <>
      <ul className={css.tabs} aria-label="Open workflows">
        {documents.map(document => {
          const { id, title } = document
          const dirty = isDirty(document)
          return (
            <li key={id} className={id === active ? css.active : undefined}>
              <ToggleButton
                className={css.tab}
                isSelected={id === active}
                aria-label={dirty ? `${title}, not saved` : title}
                onPress={() => show(id)}
              >
                {dirty && <i className={css.unsaved} />}
                <span className={flow.name}>{title}</span>
              </ToggleButton>
              <Button className={css.close} aria-label={`Close ${title}`} onPress={() => close(id)}>
                <X />
              </Button>
            </li>
          )
        })}
      </ul>
      <IconButton icon={Plus} label="New workflow" onPress={() => runCommand(studio, 'file.new')} />
    </>
  )
}
