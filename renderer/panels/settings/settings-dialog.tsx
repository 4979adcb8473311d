import { Heading, Tab, TabList, TabPanel, Tabs } from 'react-aria-components'
import { DialogHeader, ModalDialog } from '../../look/modal-dialog.tsx'
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

/** The settings. Every change takes effect at once. */
export function SettingsDialog() {
  const { layout } = useStudio()
  const section = useLayout(({ overlay }) => (overlay?.kind === 'settings' ? overlay.section : undefined))
  return (
    <ModalDialog onClose={layout.close}>
      <DialogHeader title={<Heading slot="title">Settings</Heading>} onClose={layout.close} />
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
    </ModalDialog>
  )
}
