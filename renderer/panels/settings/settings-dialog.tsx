import { X } from 'lucide-react'
import { Button, Dialog, Heading, Modal, ModalOverlay, Tab, TabList, TabPanel, Tabs } from 'react-aria-components'
import { buttons, dialogs, flow } from '../../look/styles.ts'
import { useLayout, useStudio } from '../../studio/use-studio.ts'
import css from './settings.module.css'
import { AboutSettings } from './settings-about.tsx'
import { DeviceSettings } from './settings-device.tsx'
import { FolderSettings } from './settings-folders.tsx'
import { GeneralSettings } from './settings-general.tsx'
import { ShortcutSettings } from './settings-shortcuts.tsx'

const sections = [
  ['general', 'General', GeneralSettings],
  ['folders', 'Folders', FolderSettings],
  ['device', 'Device', DeviceSettings],
  ['shortcuts', 'Shortcuts', ShortcutSettings],
  ['about', 'About', AboutSettings],
] as const

/** What a person may choose. Every change holds at once. */
export function SettingsDialog() {
  const { layout } = useStudio()
  const section = useLayout(({ overlay }) => (overlay?.kind === 'settings' ? overlay.section : undefined))
  return (
    <ModalOverlay className={dialogs.scrim} isOpen isDismissable onOpenChange={layout.close}>
      <Modal className={dialogs.modal}>
        <Dialog>
          <div className={flow.row}>
            <Heading slot="title">Settings</Heading>
            <span className={flow.spring} />
            <Button className={buttons.icon} aria-label="Close" onPress={layout.close}>
              <X />
            </Button>
          </div>
          <Tabs orientation="vertical" defaultSelectedKey={section ?? 'general'} className={css.sections}>
            <TabList aria-label="Sections">
              {sections.map(([id, title]) => (
                <Tab key={id} id={id}>
                  {title}
                </Tab>
              ))}
            </TabList>
            {sections.map(([id, , Section]) => (
              <TabPanel key={id} id={id}>
                <Section />
              </TabPanel>
            ))}
          </Tabs>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
