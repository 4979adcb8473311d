import { Button, Label, Radio, RadioGroup } from 'react-aria-components'
import { useStore } from 'zustand'
import type { Settings } from '../../../runtime/contract/settings.ts'
import { buttons, texts } from '../../look/styles.ts'
import { useStudio } from '../../studio/use-studio.ts'
import css from './settings.module.css'

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
  ['openvino', 'OpenVINO', 'The CPU, through a pack that leapgraph accelerator add installs.'],
  ['cpu', 'CPU', 'Always works; slower.'],
]

/** A device by its id, as the engine reports it. */
export const deviceTitle = (device: string): string => devices.find(([id]) => id === device)?.[1] ?? device

/** Where pictures are computed. */
export function DeviceSettings() {
  const studio = useStudio()
  const device = useStore(studio.settings, settings => settings.device)
  const engine = useStore(studio.engine)
  const showLog = () => {
    studio.layout.close()
    studio.layout.showSide('log')
  }
  return (
    <div className={css.section}>
      <RadioGroup
        className={css.devices}
        value={device}
        onChange={next => void studio.attempt(() => studio.set({ device: next as Settings['device'] }))}
      >
        <Label>Compute on</Label>
        {devices.map(([id, title, about]) => (
          <Radio key={id} value={id}>
            <i className={css.dot} />
            <span>
              <b>{title}</b>
              <span className={css.about}>{about}</span>
            </span>
          </Radio>
        ))}
      </RadioGroup>
      <p className={texts.note}>
        {engine.device === null
          ? 'The device in use is shown after the first run.'
          : `The last run was on ${engine.device}.`}{' '}
        A change holds from the next run on.{' '}
        <Button className={buttons.link} onPress={showLog}>
          Show the log
        </Button>
      </p>
    </div>
  )
}
