import { setRewardPicture } from '../../../actions/rewards/set-reward-picture.ts'
import { presentReward } from './present-reward.ts'
import { route } from './deps.ts'
import { takesPicture } from '../../schemas/pictures/pictures.ts'
import { RewardResponse } from '../../schemas/rewards/rewards.ts'

export const setRewardPictureRoute = route({
  operation: 'setRewardPicture',
  method: 'put',
  path: '/v1/rewards/{rewardId}/picture',
  summary: 'Give a reward its picture',
  description:
    'The body is the picture itself. It is cut to 8 by 5 around its middle, 960 and 320 pixels wide, and written anew as WebP: nothing else of the file is kept.',
  caller: 'partner',
  scope: 'rewards:write',
  ...takesPicture,
  status: 200,
  response: RewardResponse,
  refuses: ['reward_unknown', 'picture_invalid', 'picture_pixels_too_many', 'pictures_too_many'],
  handle: async ({ deps, caller: { partnerId }, params: { rewardId }, body }) =>
    presentReward(await setRewardPicture(deps, { partnerId, rewardId, upload: body })),
})
