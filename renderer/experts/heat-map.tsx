import { type CSSProperties, useState } from 'react'
import { Segments } from '../look/controls.tsx'
import { fields, texts } from '../look/styles.ts'
import { type ExpertMap, meanShares, rowsOf, sharesInWords } from './expert-map.ts'
import css from './heat-map.module.css'

const kinds = [
  ['blocks', 'Blocks'],
  ['layers', 'Layers'],
] as const

/** A row for each block or layer, a column for each step; a cell is divided as its experts share it. */
export function HeatMap({ map, from }: { readonly map: ExpertMap; readonly from: string | undefined }) {
  const [by, setBy] = useState<'blocks' | 'layers'>('blocks')
  const { names, steps } = map
  const title = from === undefined ? 'Experts by step' : `Experts by step of ${from}`
  return (
    <section className={fields.field} aria-label={title}>
      <span className={fields.label}>{title}</span>
      <Legend map={map} />
      <Segments
        label="Rows"
        options={kinds}
        value={by}
        onChange={value => setBy(value === 'layers' ? 'layers' : 'blocks')}
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard has to reach it. */}
      <section className={css.scroll} tabIndex={0} aria-label={`${title}: table`}>
        <table className={css.table} style={{ '--steps': steps.length } as CSSProperties}>
          <thead>
            <tr>
              <th scope="col">
                <span className={texts.hidden}>{by === 'blocks' ? 'Block' : 'Layer'}</span>
              </th>
              {steps.map(({ step }) => (
                <th key={step} scope="col">
                  <span className={texts.hidden}>Step </span>
                  {step}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rowsOf(map, by).map(({ label, cells }) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                {cells.map((shares, i) => (
                  <Cell key={steps[i]!.step} shares={shares} names={names} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <span className={texts.faint}>
        How much each expert counts in a block, from the first step on the left to the last. In and Out are the blocks
        before and after the middle of the UNet.
      </span>
    </section>
  )
}

/** The experts with their colours, and how much of the whole picture each drew. */
function Legend({ map }: { readonly map: ExpertMap }) {
  const total = meanShares(map)
  return (
    <ul className={css.legend} aria-label="Experts">
      {map.names.map((name, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two experts may have one name, and their order does not change.
        <li key={i}>
          <i className={css.swatch} style={colorOf(i)} aria-hidden />
          {name} <b>{Math.round(100 * (total[i] ?? 0))} %</b>
        </li>
      ))}
    </ul>
  )
}

function Cell({ shares, names }: { readonly shares: readonly number[]; readonly names: readonly string[] }) {
  const words = sharesInWords(shares, names)
  return (
    <td title={words}>
      <span className={texts.hidden}>{words}</span>
      <div className={css.bar} aria-hidden>
        {/* biome-ignore lint/suspicious/noArrayIndexKey: the order of the experts does not change. */}
        {shares.map((share, i) => (share > 0 ? <i key={i} style={{ ...colorOf(i), flexGrow: share }} /> : null))}
      </div>
    </td>
  )
}

/** Beyond the sixth expert the colours begin again. */
const colorOf = (expert: number): CSSProperties => ({ background: `var(--expert-${(expert % 6) + 1})` })
