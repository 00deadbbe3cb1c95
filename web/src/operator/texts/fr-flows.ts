import type { SameTexts } from '../../ui/texts.ts'
import type { flows as en } from './en-flows.ts'

/** The same in French. */
export const flows: SameTexts<typeof en> = {
  title: 'Où l’on gagne et où l’on utilise ses points',
  about:
    'Pendant un mois (UTC) terminé. Une ligne dit où les membres gagnent leurs points, une colonne où ils les ont utilisés.',
  home: 'Membres de',
  unknown: 'Inconnue ici',
}
