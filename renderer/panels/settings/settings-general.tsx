import { useStore } from 'zustand'
import type { Settings } from '../../../runtime/contract/settings.ts'
import { Segments, Toggle } from '../../look/controls.tsx'
import { fields, texts } from '../../look/styles.ts'
import { useStudio } from '../../studio/use-studio.ts'
import css from './settings.module.css'

const themes = [
  ['system', 'Same as the system'],
  ['light', 'Light'],
  ['dark', 'Dark'],
] as const
const links = [
  ['spline', 'Curved'],
  ['linear', 'Angled'],
  ['straight', 'Right angles'],
] as const
const splittings = [
  ['5', 'As transformers 5'],
  ['4', 'As transformers 4'],
] as const

/** How things look, and how prompts are read. */
export function GeneralSettings() {
  return (
    <div className={css.section}>
      <OneOf label="Theme" name="theme" options={themes} />
      <OneOf label="Wires" name="linkStyle" options={links} />
      <OneOf label="Split prompts into tokens" name="transformers" options={splittings} />
      <span className={texts.faint}>
        New installations of ComfyUI have transformers 5. Version 4 reads Chinese, Japanese, joined emoji and soft
        hyphens differently: select it for pictures of an older one.
      </span>
      <OnOff
        name="previews"
        label="Show the picture while it is sampled"
        help="A small preview of the unfinished picture, and TAESD's picture before the exact one. It takes a few percent of the time."
      />
      <OnOff name="minimap" label="Minimap" help="The whole graph in the corner of the canvas." />
      <OnOff name="snapToGrid" label="Snap to the grid" help="Nodes move in steps of 10." />
    </div>
  )
}

function OneOf<K extends 'theme' | 'linkStyle' | 'transformers'>({
  label,
  name,
  options,
}: {
  readonly label: string
  readonly name: K
  readonly options: readonly (readonly [Settings[K], string])[]
}) {
  const studio = useStudio()
  const value = useStore(studio.settings, settings => settings[name])
  return (
    <div className={fields.field}>
      <span className={fields.label}>{label}</span>
      <Segments
        label={label}
        options={options}
        value={value}
        onChange={next => void studio.attempt(() => studio.set({ [name]: next }))}
      />
    </div>
  )
}

function OnOff({
  name,
  label,
  help,
}: {
  readonly name: 'previews' | 'minimap' | 'snapToGrid'
  readonly label: string
  readonly help: string
}) {
  const studio = useStudio()
  const value = useStore(studio.settings, settings => settings[name])
  return (
    <div className={fields.field}>
      <Toggle isOn={value} onChange={on => void studio.attempt(() => studio.set({ [name]: on }))}>
        {label}
      </Toggle>
      <span className={texts.faint}>{help}</span>
    </div>
  )
}
