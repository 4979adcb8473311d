import { Plus, X } from 'lucide-react'
import { Button, Tab, TabList, Tabs } from 'react-aria-components'
import { useStore } from 'zustand'
import { runCommand } from '../commands/all-commands.ts'
import { isDirty } from '../studio/documents.ts'
import { useStudio } from '../studio/use-studio.ts'

/** One tab a document; a dot marks what is not on disk. */
export function DocumentTabs() {
  const studio = useStudio()
  const { documents, active } = useStore(studio.documents.store)
  const close = (id: string) => {
    studio.documents.show(id)
    runCommand(studio, 'file.close')
  }
  return (
    <>
      {documents.length > 0 && (
        <Tabs
          className="document-tabs"
          selectedKey={active ?? ''}
          onSelectionChange={key => studio.documents.show(String(key))}
          keyboardActivation="manual"
        >
          <TabList aria-label="Open workflows">
            {documents.map(document => (
              <Tab
                key={document.id}
                id={document.id}
                aria-label={`${document.title}${isDirty(document) ? ', not saved' : ''}`}
              >
                {isDirty(document) && <i className="dirty" />}
                <span className="title">{document.title}</span>
                <Button aria-label={`Close ${document.title}`} excludeFromTabOrder onPress={() => close(document.id)}>
                  <X />
                </Button>
              </Tab>
            ))}
          </TabList>
        </Tabs>
      )}
      <Button className="icon" aria-label="New workflow" onPress={() => runCommand(studio, 'file.new')}>
        <Plus />
      </Button>
    </>
  )
}
