import { Button, Label, Radio, RadioGroup } from 'react-aria-components'
import { useStore } from 'zustand'
import type { Settings } from '../../../runtime/contract/settings.ts'
import { buttons, texts } from '../../look/styles.ts'
import { useStudio } from '../../studio/use-studio.ts'
import css from './settings.module.css'
import { PackSettings } from './settings-packs.tsx'

const devices: readonly (readonly [Settings['device'], string, string])[] = [
  [
    'auto',
    'Automatic',
    'Uses the fastest device that starts. If it fails, Leapgraph uses the next one and reports it.',
  ],
  ['webgpu', 'WebGPU', 'Any graphics card with a recent driver.'],
  ['cuda', 'CUDA', 'NVIDIA cards on Linux, after npm run cuda.'],
  ['dml', 'DirectML', 'Graphics cards on Windows.'],
  ['coreml', 'Core ML', 'Macs.'],
  ['plugin', 'Execution provider', 'What an accelerator pack brings for graphics cards, after it passed its test.'],
  ['openvino', 'OpenVINO', 'The CPU, through an accelerator pack that passed its test.'],
  ['cpu', 'CPU', 'Always works; slower.'],
]

const precisions: readonly (readonly [Settings['precision'], string, string])[] = [
  [
    'auto',
    'Automatic',
    'Fast where the test of an accelerator pack found its pictures near enough to Exact, else Exact.',
  ],
  ['exact', 'Exact', 'Computes in float32.'],
  [
    'fast',
    'Fast',
    'Computes in bfloat16 with OpenVINO on processors that have instructions for it. Pictures differ a little; their metadata says so.',
  ],
]

/** A device by its id, as the engine reports it. */
export const deviceTitle = (device: string): string => devices.find(([id]) => id === device)?.[1] ?? device

/** Where and how exactly pictures are computed. */
export function DeviceSettings() {
  const studio = useStudio()
  const settings = useStore(studio.settings)
  const engine = useStore(studio.engine)
  const showLog = () => {
    studio.layout.close()
    studio.layout.showSide('log')
  }
  return (
    <div className={css.section}>
      <Choice
        title="Compute on"
        of={devices}
        value={settings.device}
        onChange={device => void studio.attempt(() => studio.set({ device }))}
      />
      <Choice
        title="Precision"
        of={precisions}
        value={settings.precision}
        onChange={precision => void studio.attempt(() => studio.set({ precision }))}
      />
      <p className={texts.note}>
        {engine.device === null
          ? 'The device in use is shown after the first run.'
          : `The last run was on ${engine.device}.`}{' '}
        A change holds from the next run on.{' '}
        <Button className={buttons.link} onPress={showLog}>
          Show the log
        </Button>
      </p>
      <PackSettings />
    </div>
  )
}

interface ChoiceProps<T extends string> {
  readonly title: string
  /** Value, name and what it means. */
  readonly of: readonly (readonly [T, string, string])[]
  readonly value: T
  readonly onChange: (value: T) => void
}

function Choice<T extends string>({ title, of, value, onChange }: ChoiceProps<T>) {
  return (
    <RadioGroup className={css.devices} value={value} onChange={next => onChange(next as T)}>
      <Label>{title}</Label>
      {of.map(([id, name, about]) => (
        <Radio key={id} value={id}>
          <i className={css.dot} />
          <span>
            <b>{name}</b>
            <span className={css.about}>{about}</span>
          </span>
        </Radio>
      ))}
    </RadioGroup>
  )
}
