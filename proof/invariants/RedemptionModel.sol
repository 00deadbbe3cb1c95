// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPointsRedemption} from "../../contracts/interfaces/IPointsRedemption.sol";
import {OperatorActions} from "./OperatorActions.sol";
import {Vm} from "./Vm.sol";

/// @title What redemption modules should know, written down plainly: every list, every order that was spent
abstract contract RedemptionModel is OperatorActions {
    /// @notice An order that was spent, and where.
    struct SpentOrder {
        address module;
        uint32 id;
        uint256 day;
        uint256 list;
        uint256 position;
        IPointsRedemption.Order order;
        bytes32[] spent;
    }

    uint256 internal constant REMEMBERED = 24;

    bytes32 internal constant ORDER_TYPEHASH = keccak256(
        "Redemption(uint32 partnerId,address member,uint256 points,bytes32 reward,uint256 nonce,uint64 deadline)"
    );
    bytes32 internal constant LIST_TYPEHASH = keccak256(
        "RedemptionList(uint32 partnerId,Redemption[] orders)"
        "Redemption(uint32 partnerId,address member,uint256 points,bytes32 reward,uint256 nonce,uint64 deadline)"
    );
    bytes32 internal constant RESTORATION_TYPEHASH = keccak256(
        "Restoration(uint32 partnerId,bytes32 order,uint256 points,uint256 restoredBefore)"
    );

    /// What each list of a day spent, in order.
    mapping(address module => mapping(uint32 id => mapping(uint256 day => bytes32[]))) internal _lists;
    mapping(address module => mapping(bytes32 order => uint256)) internal _restoredOf;
    /// The last orders that were spent, the oldest overwritten.
    SpentOrder[REMEMBERED] internal _spentOrders;
    uint256 internal _spentCount;
    /// Who signed what, ever: the keys of this proof and nobody else.
    mapping(bytes32 order => bool) internal _memberSigned;
    mapping(bytes32 list => bool) internal _partnerSigned;

    /// What the logs of the last call said of each order: 0 for a redemption, else the refusal.
    uint8[] internal _said;

    function _followModule(Vm.Log memory log) internal override {
        if (log.emitter != address(_redemption)) return;
        if (log.topics[0] == IPointsRedemption.RedemptionRefused.selector) {
            (, uint8 reason) = abi.decode(log.data, (uint256, uint8));
            _said.push(reason);
            return;
        }
        if (log.topics.length != 3) return;
        PartnerRow storage p = _partners[uint32(uint256(log.topics[1]))];
        (uint256 points) = abi.decode(log.data, (uint256));
        if (log.topics[0] == IPointsRedemption.PointsRedeemed.selector) {
            _said.push(0);
            p.redeemedLogged[_modelMonth(_clock)] += points;
            p.redeemedEver += points;
        } else if (log.topics[0] == IPointsRedemption.PointsRestored.selector) {
            p.restoredLogged[_modelMonth(_clock)] += points;
        }
    }

    function _orderHash(uint32 id, IPointsRedemption.Order memory order) internal pure returns (bytes32) {
        return
            keccak256(
                abi.encode(ORDER_TYPEHASH, id, order.member, order.points, order.reward, order.nonce, order.deadline)
            );
    }

    /// @dev The chain of a day's first `count` lists.
    function _chainOf(address module, uint32 id, uint256 day, uint256 count) internal view returns (bytes24 chain) {
        bytes32[] storage lists = _lists[module][id][day];
        for (uint256 i = 0; i < count; ++i) chain = bytes24(keccak256(abi.encodePacked(chain, lists[i])));
    }

    function _remember(SpentOrder memory spent) internal {
        _spentOrders[_spentCount % REMEMBERED] = spent;
        _spentCount += 1;
    }

    /// @dev Mostly one of the last few.
    function _drawSpent() internal returns (SpentOrder storage) {
        uint256 kept = _spentCount < REMEMBERED ? _spentCount : REMEMBERED;
        uint256 back = _oneIn(3) ? _draw(kept) : _draw(kept < 4 ? kept : 4);
        return _spentOrders[(_spentCount - 1 - back) % REMEMBERED];
    }
}
