import { Heading, Tab, TabList, TabPanel, Tabs } from 'react-aria-components'
import { DialogHeader, ModalDialog } from '../../look/modal-dialog.tsx'
import { useLayout, useStudio } from '../../studio/use-studio.ts'
import { Logo } from '../shell/logo.tsx'
import css from './settings.module.css'
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

/** What Leapgraph is, and the work that it builds on. */
function AboutSettings() {
  const { facts } = useStudio()
  return (
    <div className={`${css.section} ${css.about}`}>
      <Logo />
      <p>
        <b>Leapgraph {facts.version}</b>
      </p>
      <p>Stable Diffusion as a graph of nodes, in one to eight steps, without Python. MIT licence.</p>
      <p>
        The small model for trying out is CC0, trained on Microsoft’s Fluent Emoji (MIT). Fonts: Inter and JetBrains
        Mono (OFL). Icons: Lucide (ISC). Graph drawing: litegraph.js (MIT). Networks run in ONNX Runtime (MIT).
      </p>
    </div>
  )
}
