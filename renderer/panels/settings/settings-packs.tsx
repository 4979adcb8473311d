import { RotateCw, Trash2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button, FileTrigger } from 'react-aria-components'
import type { Accelerators } from '../../../runtime/contract/answers.ts'
import { installWheel } from '../../commands/exchange/install-wheel.ts'
import { IconButton } from '../../look/controls.tsx'
import { texts } from '../../look/styles.ts'
import { useStudio } from '../../studio/use-studio.ts'
import css from './settings.module.css'

/** The processor, and the accelerator packs that compute on it: what their test found, add, test again, remove. */
export function PackSettings() {
  const studio = useStudio()
  const [found, setFound] = useState<Accelerators | null>(null)
  const [busy, setBusy] = useState<string | null>(null)
  useEffect(() => {
    void studio.attempt(async () => setFound(await studio.api.request('accelerators:list')))
  }, [studio])
  const change = (doing: string, ask: () => Promise<Accelerators>) =>
    void studio.attempt(async () => {
      setBusy(doing)
      try {
        setFound(await ask())
      } finally {
        setBusy(null)
      }
    })
  const add = (file: File | undefined) => {
    if (file) change(`Installing and testing ${file.name}…`, () => installWheel(studio, file))
  }
  return (
    <section className={css.section}>
      <h3>Accelerator packs</h3>
      <p className={texts.faint}>
        {found && `This processor: ${found.processor} (${found.instructions}). ${cardsInWords(found)} `}OpenVINO may
        compute faster on the processor, and onnxruntime-ep-webgpu, onnxruntime-ep-nv-tensorrt-rtx-cu13 or
        onnxruntime-ep-mlx on a graphics card. Download the file (.whl) from pypi.org and choose it here, or drop it on
        the window. A pack is used only if its numbers agree with ONNX Runtime’s.
      </p>
      <ul className={css.folders}>
        {found?.packs.map(({ name, state }) => (
          <li key={name}>
            <span>
              {name} {state}
            </span>
            <IconButton
              icon={RotateCw}
              label={`Test ${name} again`}
              isDisabled={busy !== null}
              onPress={() => change(`Testing ${name}…`, () => studio.api.request('accelerators:test', name))}
            />
            <IconButton
              icon={Trash2}
              label={`Remove ${name}`}
              isDisabled={busy !== null}
              onPress={() => change(`Removing ${name}…`, () => studio.api.request('accelerators:remove', name))}
            />
          </li>
        ))}
      </ul>
      <FileTrigger acceptedFileTypes={['.whl']} onSelect={files => add(files?.[0])}>
        <Button isDisabled={busy !== null}>Choose a .whl file…</Button>
      </FileTrigger>
      <p role="status" className={texts.note}>
        {busy}
      </p>
    </section>
  )
}

const cardsInWords = ({ graphicsCards }: Accelerators): string =>
  graphicsCards.length > 0
    ? `Graphics cards: ${graphicsCards.join(', ')}.`
    : 'The system lists no graphics card (only Linux lists them).'
