// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PointsIssuance} from "../../contracts/PointsIssuance.sol";
import {PointsRedemption} from "../../contracts/PointsRedemption.sol";
import {IPartnerRegistry} from "../../contracts/interfaces/IPartnerRegistry.sol";
import {IPointsIssuance} from "../../contracts/interfaces/IPointsIssuance.sol";
import {IPointsToken} from "../../contracts/interfaces/IPointsToken.sol";
import {CalendarMonth} from "../../contracts/libraries/CalendarMonth.sol";
import {PartnerRows} from "../../contracts/libraries/PartnerRows.sol";
import {PartnerId} from "../../contracts/types/PartnerId.sol";
import {Refusals} from "./Refusals.sol";
import {VM} from "../invariants/Vm.sol";

/// @title What the registry and issuance answer and refuse where the campaign does not go
contract PartnersRefusals is Refusals {
    bytes32 private constant BATCH_TYPEHASH = keccak256(
        "Batch(uint32 partnerId,uint64 firstEntry,uint32 entryCount,bytes32 receiptsRoot,bytes credits,bytes debits,"
        "uint64 deadline)"
    );

    function test_registersANumberOnce() external {
        bytes memory key = abi.encodePacked(address(2));
        PartnerId none = PartnerId.wrap(0);
        _refuses(
            address(_registry),
            abi.encodeCall(_registry.register, (none, "Nobody", key, key)),
            abi.encodeWithSelector(IPartnerRegistry.PartnerUnknown.selector, none)
        );
        _refuses(
            address(_registry),
            abi.encodeCall(_registry.register, (SHOP, "Again", key, key)),
            abi.encodeWithSelector(IPartnerRegistry.PartnerAlreadyRegistered.selector, SHOP)
        );
        assert(_registry.nextEntry(SHOP) == 1);
    }

    function test_takesKeysOfTwentyBytesAndMore() external {
        bytes[2] memory malformed = [abi.encodePacked(bytes19("short")), abi.encodePacked(address(0))];
        for (uint256 i = 0; i < malformed.length; ++i) {
            _refuses(
                address(_registry),
                abi.encodeCall(_registry.setIssuerKey, (SHOP, malformed[i])),
                abi.encodeWithSelector(IPartnerRegistry.SignerKeyMalformed.selector, malformed[i])
            );
        }
        bytes memory long = abi.encodePacked(address(7), bytes32("x"), bytes32("y"));
        _registry.setRedemptionKey(SHOP, long);
        assert(keccak256(_registry.redemptionKey(SHOP)) == keccak256(long));
        assert(_registry.bareRedemptionKey(SHOP) == address(0));
        _registry.setRedemptionKey(SHOP, abi.encodePacked(address(8)));
        assert(keccak256(_registry.redemptionKey(SHOP)) == keccak256(abi.encodePacked(address(8))));
        assert(_registry.bareRedemptionKey(SHOP) == address(8));
    }

    function test_retiresOnce() external {
        _registry.retire(SHOP);
        _refuses(
            address(_registry),
            abi.encodeCall(_registry.retire, (SHOP)),
            abi.encodeWithSelector(
                IPartnerRegistry.StatusUnchangeable.selector,
                SHOP,
                IPartnerRegistry.Status.Left,
                IPartnerRegistry.Status.Left
            )
        );
        assert(_registry.partner(SHOP).status == IPartnerRegistry.Status.Left);
        assert(_registry.bareRedemptionKey(SHOP) == address(0));
    }

    function test_keepsPricesInOrderAndInTheirLane() external {
        uint256 month = CalendarMonth.monthAt(START);
        _registry.setPrices(SHOP, month, 10, 9);
        _registry.setPrices(SHOP, month + 3, 12, 11);
        _refuses(
            address(_registry),
            abi.encodeCall(_registry.setPrices, (SHOP, month + 2, 1, 1)),
            abi.encodeWithSelector(IPartnerRegistry.PriceMonthOutOfOrder.selector, SHOP, month + 3, month + 2)
        );
        uint256[2][2] memory high = [[uint256(2 ** 80), 1], [uint256(1), 2 ** 80]];
        for (uint256 i = 0; i < high.length; ++i) {
            _refuses(
                address(_registry),
                abi.encodeCall(_registry.setPrices, (SHOP, month + 4, high[i][0], high[i][1])),
                abi.encodeWithSelector(IPartnerRegistry.PriceTooHigh.selector, SHOP, high[i][0], high[i][1])
            );
        }
        _registry.setPrices(SHOP, month + 4, 2 ** 80 - 1, 2 ** 80 - 1);
        _hasPrices(month - 1, 0, 0);
        _hasPrices(month + 2, 10, 9);
        _hasPrices(month + 3, 12, 11);
        _hasPrices(month + 9, 2 ** 80 - 1, 2 ** 80 - 1);
    }

    function _hasPrices(uint256 month, uint256 issuePrice, uint256 redeemPrice) private view {
        (uint256 issuing, uint256 redeeming) = _registry.prices(SHOP, month);
        assert(issuing == issuePrice && redeeming == redeemPrice);
    }

    function test_booksForTheIssuanceModuleOnly() external {
        address stranger = address(0xbad);
        VM.prank(stranger);
        _refuses(
            address(_registry),
            abi.encodeCall(_registry.recordBatch, (SHOP, 1, 1, 0, 0)),
            abi.encodeWithSelector(IPointsToken.NotTheModule.selector, IPointsToken.Module.Issuance, stranger)
        );
        _registry.recordBatch(SHOP, 1, 3, 0, 0);
        assert(_registry.nextEntry(SHOP) == 4);
    }

    function test_countsWithinItsLanes() external {
        _refuses(
            address(_registry),
            abi.encodeCall(_registry.raiseAllowance, (SHOP, 2 ** 64)),
            abi.encodeWithSelector(PartnerRows.CounterTooHigh.selector, 2 ** 64, 64)
        );
        _registry.raiseAllowance(SHOP, 2 ** 64 - 1);
        assert(_registry.partner(SHOP).allowance == 2 ** 64 - 1);
        _refuses(
            address(_registry),
            abi.encodeCall(_registry.recordBatch, (SHOP, 1, 2 ** 56 - 1, 0, 0)),
            abi.encodeWithSelector(PartnerRows.CounterTooHigh.selector, 2 ** 56, 56)
        );
    }

    function test_answersForNoMonthWithoutARedemptionModule() external {
        _token.replaceModule(IPointsToken.Module.Redemption, address(0xdead));
        _refuses(
            address(_registry),
            abi.encodeCall(_registry.monthTotals, (SHOP, 675)),
            abi.encodeWithSelector(IPartnerRegistry.RedemptionModuleMissing.selector)
        );
    }

    function test_hashesABatchAsEip712Says() external {
        PointsIssuance issuance = new PointsIssuance(_token, _registry);
        IPointsIssuance.Batch memory batch = IPointsIssuance.Batch(SHOP, 5, 7, bytes32("root"), 1_900_000_000);
        bytes32 structHash = keccak256(
            abi.encode(
                BATCH_TYPEHASH,
                SHOP,
                batch.firstEntry,
                batch.entryCount,
                batch.receiptsRoot,
                keccak256("credits"),
                keccak256("debits"),
                batch.deadline
            )
        );
        bytes32 digest = issuance.batchDigest(batch, "credits", "debits");
        assert(digest == _digest("Entente Issuance", address(issuance), structHash));
    }

    /* MODULES */

    function test_aModuleThatWasReplacedIsNoneForEver() external {
        IPointsToken.Module place = IPointsToken.Module.Redemption;
        address former = address(_redemption);
        _token.replaceModule(place, address(new PointsRedemption(_token, _registry, _redemption)));
        bytes memory expected = abi.encodeWithSelector(IPointsToken.ModuleReplacedBefore.selector, place, former);
        _refuses(address(_token), abi.encodeCall(_token.replaceModule, (place, former)), expected);
        expected = abi.encodeWithSelector(IPointsToken.NotTheModule.selector, place, former);
        _refuses(former, abi.encodeCall(_redemption.refreshKey, (SHOP)), expected);
    }
}
