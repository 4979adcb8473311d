import { Plus, X } from 'lucide-react'
import { Button, ToggleButton } from 'react-aria-components'
import { useStore } from 'zustand'
import { runCommand } from '../../commands/all-commands.ts'
import { isDirty } from '../../studio/documents.ts'
import { useStudio } from '../../studio/use-studio.ts'

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
      <ul className="document-tabs" aria-label="Open workflows">
        {documents.map(document => {
          const { id, title } = document
          const dirty = isDirty(document)
          return (
            <li key={id} className={id === active ? 'active' : ''}>
              <ToggleButton
                className="tab"
                isSelected={id === active}
                aria-label={dirty ? `${title}, not saved` : title}
                onPress={() => show(id)}
              >
                {dirty && <i className="dirty" />}
                <span className="title">{title}</span>
              </ToggleButton>
              <Button className="close" aria-label={`Close ${title}`} onPress={() => close(id)}>
                <X />
              </Button>
            </li>
          )
        })}
      </ul>
      <Button className="icon" aria-label="New workflow" onPress={() => runCommand(studio, 'file.new')}>
        <Plus />
      </Button>
    </>
  )
}
