import { setLogo } from '../../../actions/partners/set-logo.ts'
import { presentBrand } from '../../present-brand.ts'
import { route } from './deps.ts'
import { BrandResponse, takesPicture } from '../../schemas/pictures/pictures.ts'

export const setLogoRoute = route({
  operation: 'setLogo',
  method: 'put',
  path: '/v1/partner/logo',
  summary: 'Give your brand its logo',
  description:
    'The body is the picture itself. It is fitted into a square of 256 and of 96 pixels and written anew as WebP: nothing else of the file is kept.',
  caller: 'partner',
  scope: 'rewards:write',
  ...takesPicture,
  status: 200,
  response: BrandResponse,
  refuses: ['picture_invalid', 'picture_pixels_too_many', 'pictures_too_many'],
  handle: async ({ deps, caller: { partnerId }, body }) =>
    presentBrand(await setLogo(deps, { partnerId, upload: body })),
})
