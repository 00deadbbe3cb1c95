import { setColours } from '../../../actions/partners/set-colours.ts'
import { presentBrand } from '../../present-brand.ts'
import { route } from './deps.ts'
import { BrandResponse, ColoursBody } from '../../schemas/pictures/pictures.ts'

export const setColoursRoute = route({
  operation: 'setColours',
  method: 'put',
  path: '/v1/partner/colours',
  summary: 'Choose the colours of your brand',
  description: 'A colour, and that of text on it: their contrast must be 4.5 to 1 or more, so that people can read it.',
  caller: 'partner',
  scope: 'rewards:write',
  body: ColoursBody,
  audit: { keeps: ['colour', 'textColour'] },
  status: 200,
  response: BrandResponse,
  refuses: ['colours_unreadable'],
  handle: async ({ deps, caller: { partnerId }, body }) => presentBrand(await setColours(deps, { partnerId, ...body })),
})
