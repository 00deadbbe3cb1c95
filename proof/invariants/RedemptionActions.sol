// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPartnerRegistry} from "../../contracts/interfaces/IPartnerRegistry.sol";
import {IPointsRedemption} from "../../contracts/interfaces/IPointsRedemption.sol";
import {IPointsToken} from "../../contracts/interfaces/IPointsToken.sol";
import {PartnerId} from "../../contracts/types/PartnerId.sol";
import {RedemptionModel} from "./RedemptionModel.sol";
import {TypedData} from "./TypedData.sol";
import {VM} from "./Vm.sol";

/// @title Members sign orders, partners countersign lists, anybody posts them: right ones and every kind of wrong one
abstract contract RedemptionActions is RedemptionModel {
    struct ListPlan {
        uint32 id;
        IPointsRedemption.Order[] orders;
        bool[] signed;
        bytes32[] hashes;
        bytes packed;
        bytes signatures;
        bytes32 domain;
        bytes32 digest;
        bool partnerSigned;
        bool oldKey;
        bool malformed;
        bool formerModule;
        bool usual;
    }

    error UnexpectedRefusal(bytes4 selector, uint32 id, bytes signatures);

    bytes private _lastList;
    /// This list has no fault of its own: a restoration needs one that was spent.
    bool private _honest;
    /// What the next list's only order is of; nothing drawn by chance if there is no member in it.
    Usual private _usual;

    /// @notice One order at a till: who spends how much, and where.
    struct Usual {
        uint32 id;
        address member;
        uint256 points;
    }

    /* REDEEMING */

    /// @notice A list is posted by anybody.
    function _redeemList() internal {
        ListPlan memory list = _planList();
        _signOrders(list);
        _countersign(list);
        delete _said;
        bytes memory call = abi.encodeCall(
            IPointsRedemption.redeem,
            (PartnerId.wrap(list.id), list.packed, list.signatures)
        );
        list.usual = _isUsual(list);
        address module = address(list.formerModule ? _formerRedemption : _redemption);
        (bool ok, bytes memory answer) = _callAs(_hostile[_draw(HOSTILE)], module, call);
        if (!ok) return _countListRefusal(list, _selectorOf(answer));
        _must("redemption 1", _isAcceptable(list));
        if (list.formerModule) return;
        if (_applyOrders(list)) _lastList = call;
    }

    function _planList() private returns (ListPlan memory list) {
        if (_aims) _setRedeemingPaused(_aim == Outcome.ListRefusedPaused);
        if (_honest) _setRedeemingPaused(false);
        list.id = _drawRedeemer();
        uint256 count = _aimsAt(Outcome.ListRefusedEmpty) ? 0 : 1 + (_usual.member == address(0) ? _draw(3) : 0);
        list.orders = new IPointsRedemption.Order[](count);
        list.signed = new bool[](count);
        list.hashes = new bytes32[](count);
        for (uint256 i = 0; i < count; ++i) {
            bool again = i != 0 && !_honest && _oneIn(4);
            address member = again ? list.orders[i - 1].member : _drawSpender();
            list.orders[i] = IPointsRedemption.Order({
                member: member,
                points: _drawAffordable(member),
                nonce: again ? list.orders[i - 1].nonce + 1 : _drawNonce(member),
                deadline: uint64(
                    _aimsAt(Outcome.OrderExpired) || (!_honest && _oneIn(24)) ? _clock - 1 : _clock + _draw(2) * 1 hours
                ),
                reward: keccak256(abi.encode(_random))
            });
        }
        list.partnerSigned = _honest || !(_aimsAt(Outcome.ListRefusedStranger) || _oneIn(24));
        list.oldKey = _aimsAt(Outcome.ListRefusedOldKey);
        list.formerModule = address(_formerRedemption) != address(0) && _aimsAt(Outcome.ListRefusedModule);
        list.domain = _redemptionDomain;
        if (list.formerModule) list.domain = TypedData.domainOf("Entente Redemption", address(_formerRedemption));
    }

    function _drawRedeemer() private returns (uint32 id) {
        if (_usual.member != address(0)) return _usual.id;
        if (_aimsAt(Outcome.ListRefusedUnknown)) return _partnerCount + 1;
        if (_aimsAt(Outcome.ListRefusedLeft)) return _drawLeft();
        return _honest ? _present[_draw(_present.length)] : _drawPartner();
    }

    function _drawLeft() private returns (uint32 id) {
        for (uint256 i = 0; i < 8; ++i) {
            id = uint32(1 + _draw(_partnerCount));
            if (_partners[id].status == IPartnerRegistry.Status.Left) return id;
        }
    }

    function _drawSpender() private returns (address member) {
        if (_usual.member != address(0)) return _usual.member;
        if (_aimsAt(Outcome.OrderClosed)) return _drawClosed();
        if (!_aims && !_honest && _oneIn(40)) return address(0);
        member = _drawMember();
        // Mostly somebody who has something to spend.
        uint256 first = _draw(MEMBERS);
        for (uint256 i = 0; (_honest || _oneIn(2)) && i < MEMBERS && _modelBalance(member) == 0; ++i) {
            member = _members[(first + i) % MEMBERS];
        }
        if (_honest) return member;
        KeyKind kind = _aimsAt(Outcome.OrderByWallet) ? KeyKind.Wallet : KeyKind.Plain;
        if (_aimsAt(Outcome.OrderByPasskey)) kind = KeyKind.Passkey;
        for (uint256 i = 0; kind != KeyKind.Plain && i < MEMBERS; ++i) {
            if (_keys[_members[i]].kind == kind) return _members[i];
        }
        if (_aimsAt(Outcome.OrderFrozen) && _accounts[member].successor == address(0)) _setFreeze(member, true);
    }

    /// @dev The operator's.
    function _setFreeze(address member, bool frozen) private {
        bytes memory call =
            frozen ? abi.encodeCall(_token.freeze, (member)) : abi.encodeCall(_token.unfreeze, (member));
        _callAs(address(this), address(_token), call);
        _accounts[member].frozenByOperator = frozen;
        _modelTouch(member);
    }

    function _drawAffordable(address member) private returns (uint256) {
        if (_usual.member != address(0)) return _usual.points;
        if (_aimsAt(Outcome.OrderPointsZero)) return 0;
        uint256 balance = _modelBalance(member);
        if (_aimsAt(Outcome.OrderInsufficient)) return balance + 1;
        uint256 kind = _honest ? 9 : _draw(10);
        if (kind == 0) return balance;
        if (kind == 1) return balance + 1;
        if (kind == 2) return _drawPoints() % 2 ** 48;
        return balance == 0 ? 1 : 1 + _draw(balance) / (1 + _draw(4));
    }

    function _drawNonce(address member) private returns (uint256) {
        uint256 last = _accounts[member].nonce;
        uint256 kind =
            _aimsAt(Outcome.OrderNonce)
                ? _draw(3)
                : _honest
                    ? 9
                    : _draw(24);
        if (kind == 0) return last;
        if (kind == 1) return _draw(last + 1);
        if (kind == 2) return NONCE_LIMIT + 1 + _draw(2 ** 24 - NONCE_LIMIT - 1);
        if (kind == 3 && _oneIn(200)) return NONCE_LIMIT;
        return last + 1 + _draw(3);
    }

    /// @dev Each member signs what is posted; or something else, or for another partner, or not at all.
    function _signOrders(ListPlan memory list) private {
        for (uint256 i = 0; i < list.orders.length; ++i) {
            IPointsRedemption.Order memory order = list.orders[i];
            bytes32 hash = _orderHash(list.id, order);
            bytes32 agreed = hash;
            uint256 kind = _aims || _honest ? 99 : _draw(24);
            if (kind == 0 || _aimsAt(Outcome.OrderOfOtherPartner)) {
                agreed = _orderHash(list.id + 1, order);
                _count(Outcome.OrderOfOtherPartner);
            } else if (kind == 1 || _aimsAt(Outcome.OrderAltered)) {
                IPointsRedemption.Order memory other = abi.decode(abi.encode(order), (IPointsRedemption.Order));
                other.points += 1;
                agreed = _orderHash(list.id, other);
                _count(Outcome.OrderAltered);
            }
            bool signs = kind != 2 && !_aimsAt(Outcome.OrderUnsigned) && order.member != address(0);
            if (signs) _memberSigned[agreed] = true;
            list.hashes[i] = hash;
            list.signed[i] = _memberSigned[hash] && signs && agreed == hash;
            bytes memory signature = _signAs(order.member, TypedData.digest(list.domain, agreed), signs);
            list.signatures = abi.encodePacked(list.signatures, uint16(signature.length), signature);
            list.packed = abi.encodePacked(
                list.packed,
                order.member,
                uint48(order.points),
                uint24(order.nonce),
                order.deadline,
                order.reward
            );
        }
    }

    function _countersign(ListPlan memory list) private {
        bytes32 hash = keccak256(abi.encode(LIST_TYPEHASH, list.id, keccak256(abi.encodePacked(list.hashes))));
        list.digest = TypedData.digest(list.domain, hash);
        PartnerRow storage p = _partners[list.id];
        bytes memory signature;
        if (_redeemsWithWallet(list.id)) {
            signature = _walletSignature(list.digest, list.partnerSigned);
            list.oldKey = false;
        } else {
            list.oldKey = list.oldKey && p.oldTillKey != 0;
            uint256 key = list.oldKey ? p.oldTillKey : p.tillKey;
            if (!list.partnerSigned || key == 0) key = 1 + _draw(2 ** 128);
            signature = TypedData.sign(key, list.digest);
        }
        if (list.partnerSigned && !list.oldKey && p.tillKey != 0) _partnerSigned[list.digest] = true;
        list.signatures = abi.encodePacked(list.signatures, uint16(signature.length), signature);
        if (_aimsAt(Outcome.ListRefusedOrders) || (!_aims && !_honest && _oneIn(60))) {
            list.malformed = true;
            list.packed = abi.encodePacked(list.packed, new bytes(1 + _draw(68)));
        } else if (_aimsAt(Outcome.ListRefusedSignatures) || (!_aims && !_honest && _oneIn(60))) {
            list.malformed = true;
            list.signatures = abi.encodePacked(list.signatures, new bytes(1 + _draw(40)));
        }
    }

    /// @dev Orders that the ledger is asked for.
    function _goodOf(ListPlan memory list) private view returns (uint256 good) {
        for (uint256 i = 0; i < list.orders.length; ++i) if (_judge(list, i) == 0) good += 1;
    }

    /// @dev What the module must say before the ledger is asked.
    function _judge(ListPlan memory list, uint256 i) private view returns (uint8) {
        if (_clock > list.orders[i].deadline) return uint8(IPointsRedemption.Refusal.Expired);
        if (list.orders[i].points == 0) return uint8(IPointsRedemption.Refusal.PointsZero);
        return uint8(list.signed[i] ? IPointsRedemption.Refusal.None : IPointsRedemption.Refusal.SignatureInvalid);
    }

    function _isAcceptable(ListPlan memory list) private view returns (bool) {
        if (list.orders.length == 0 || list.malformed) return false;
        bool stopped = list.formerModule || _redeemingPaused;
        // A list that spends nothing need not ask the ledger.
        if (stopped && _goodOf(list) != 0) return false;
        if (list.formerModule) return true;
        return _isPresent(_partners[list.id]) && list.partnerSigned && !list.oldKey;
    }

    function _countListRefusal(ListPlan memory list, bytes4 selector) private {
        bool stopped = _redeemingPaused || list.formerModule;
        if (!stopped && _isAcceptable(list)) revert UnexpectedRefusal(selector, list.id, list.signatures);
        if (selector == IPointsRedemption.ListEmpty.selector) {
            _must("redemption 3", list.orders.length == 0);
            return _count(Outcome.ListRefusedEmpty);
        }
        if (selector == IPointsRedemption.OrdersMalformed.selector) return _count(Outcome.ListRefusedOrders);
        if (selector == IPointsRedemption.SignaturesMalformed.selector) return _count(Outcome.ListRefusedSignatures);
        if (selector == IPartnerRegistry.PartnerUnknown.selector) return _count(Outcome.ListRefusedUnknown);
        if (selector == IPartnerRegistry.PartnerNotActive.selector) return _count(Outcome.ListRefusedLeft);
        if (selector == IPointsToken.RedeemingIsPaused.selector) return _count(Outcome.ListRefusedPaused);
        if (selector == IPointsToken.NotTheModule.selector) return _count(Outcome.ListRefusedModule);
        _must("redemption 4", selector == IPointsRedemption.PartnerSignatureInvalid.selector);
        if (list.formerModule) return _count(Outcome.ListRefusedModule);
        _must("redemption 5", !list.partnerSigned || list.oldKey);
        _count(list.oldKey ? Outcome.ListRefusedOldKey : Outcome.ListRefusedStranger);
    }

    /// @return Whether everything was spent.
    function _applyOrders(ListPlan memory list) private returns (bool) {
        _must("redemption 6", _said.length == list.orders.length);
        if (list.usual && _said[0] == uint8(IPointsRedemption.Refusal.None)) _count(Outcome.OrderUsual);
        if (list.usual && _said[0] == uint8(IPointsRedemption.Refusal.Frozen)) _count(Outcome.OrderUsualFrozen);
        bytes32[] memory spent = new bytes32[](list.orders.length);
        uint256[] memory places = new uint256[](list.orders.length);
        uint256 count = 0;
        PartnerRow storage p = _partners[list.id];
        for (uint256 i = 0; i < list.orders.length; ++i) {
            IPointsRedemption.Order memory order = list.orders[i];
            uint8 refusal = _judge(list, i);
            if (refusal == 0) refusal = uint8(_modelSpend(order.member, order.points, order.nonce));
            _must("redemption 7", _said[i] == refusal);
            _countOrder(list, i, refusal);
            if (refusal != 0) continue;
            _must(
                "26: nobody pays without both signatures",
                _memberSigned[list.hashes[i]] && _partnerSigned[list.digest]
            );
            _noteLowered(order.member);
            p.redeemed[_modelMonth(_clock)] += order.points;
            (spent[count], places[count]) = (list.hashes[i], i);
            count += 1;
        }
        if (count == 0) return false;
        if (count < spent.length) _count(Outcome.ListSpentInPart);
        if (_redeemsWithWallet(list.id)) _count(Outcome.ListByWallet);
        _book(list, spent, places, count);
        return count == list.orders.length;
    }

    function _countOrder(ListPlan memory list, uint256 i, uint8 refusal) private {
        KeyKind kind = _keys[list.orders[i].member].kind;
        if (refusal == 0) {
            _count(Outcome.OrderSpent);
            if (kind == KeyKind.Wallet) _count(Outcome.OrderByWallet);
            if (kind == KeyKind.Passkey) _count(Outcome.OrderByPasskey);
        } else if (refusal == uint8(IPointsRedemption.Refusal.NonceUnusable)) _count(Outcome.OrderNonce);
        else if (refusal == uint8(IPointsRedemption.Refusal.Frozen)) _count(Outcome.OrderFrozen);
        else if (refusal == uint8(IPointsRedemption.Refusal.Closed)) _count(Outcome.OrderClosed);
        else if (refusal == uint8(IPointsRedemption.Refusal.Insufficient)) _count(Outcome.OrderInsufficient);
        else if (refusal == uint8(IPointsRedemption.Refusal.Expired)) _count(Outcome.OrderExpired);
        else if (refusal == uint8(IPointsRedemption.Refusal.PointsZero)) _count(Outcome.OrderPointsZero);
        else _count(Outcome.OrderUnsigned);
    }

    function _book(ListPlan memory list, bytes32[] memory spent, uint256[] memory places, uint256 count) private {
        bytes32[] memory hashes = new bytes32[](count);
        for (uint256 i = 0; i < count; ++i) hashes[i] = spent[i];
        address module = address(_redemption);
        bytes32[] storage lists = _lists[module][list.id][_clock / 1 days];
        lists.push(keccak256(abi.encodePacked(hashes)));
        uint256 position = _draw(count);
        _remember(
            SpentOrder(
                module,
                list.id,
                _clock / 1 days,
                lists.length - 1,
                position,
                list.orders[places[position]],
                hashes
            )
        );
    }

    /// @notice What tills send all day, which has a way of its own through the module and the ledger: the day's second
    /// order of a partner, by a member who has nothing but points of this epoch; or the same of one who is frozen.
    /// @return Whether anybody could.
    function _redeemUsually(bool frozen) internal returns (bool) {
        Usual memory usual = _drawUsual();
        if (usual.member == address(0)) return false;
        uint256 left = _accounts[usual.member].lots[_modelEpoch()];
        uint256 older = _modelBalance(usual.member) - left;
        usual.points = older == 0 ? 1 : older;
        if (older == 0) left -= 1;
        _redeemOne(usual);
        if (frozen) _setFreeze(usual.member, true);
        usual.points = _oneIn(4) ? left : 1 + _draw(left);
        _redeemOne(usual);
        if (frozen) _setFreeze(usual.member, false);
        return true;
    }

    function _redeemOne(Usual memory usual) private {
        (_usual, _honest) = (usual, true);
        _redeemList();
        delete _usual;
        _honest = false;
    }

    /// @dev Somebody with a plain key and points of this epoch, and a partner with one; nobody if there is none.
    function _drawUsual() private returns (Usual memory usual) {
        uint256 first = _draw(MEMBERS);
        for (uint256 i = 0; i < MEMBERS && usual.member == address(0); ++i) {
            address member = _members[(first + i) % MEMBERS];
            Account storage a = _accounts[member];
            bool open = a.successor == address(0) && !a.frozenByMember && _keys[member].kind == KeyKind.Plain;
            if (open && a.lots[_modelEpoch()] > 1) usual.member = member;
        }
        if (_accounts[usual.member].frozenByOperator) _setFreeze(usual.member, false);
        usual.id = _present[_draw(_present.length)];
        for (uint256 i = 0; i < 8 && _redeemsWithWallet(usual.id); ++i) usual.id = _present[_draw(_present.length)];
    }

    /// @dev What the shipped code has a short way for, all of which only the founding module has. Asked before the call.
    function _isUsual(ListPlan memory list) private view returns (bool) {
        bool single = list.orders.length == 1 && list.signatures.length == 2 * 67 && !list.malformed;
        if (address(_formerRedemption) != address(0) || !single || list.orders[0].points == 0) return false;
        address member = list.orders[0].member;
        Account storage a = _accounts[member];
        uint256 epoch = _modelEpoch();
        bool touched = a.seen && a.touched == epoch && _token.supplyWord() / 2 ** 240 == epoch;
        uint256 lot = a.lots[epoch];
        bool simple = a.successor == address(0) && _modelBalance(member) == lot && list.orders[0].points <= lot;
        bool second = _lists[address(_redemption)][list.id][_clock / 1 days].length != 0;
        return touched && simple && second && _keys[member].kind == KeyKind.Plain && !_redeemsWithWallet(list.id);
    }

    /// @notice The last list that was spent as a whole comes again, byte for byte: it spends nothing. (An order that was
    /// refused for want of points, say, may be spent when it comes again.)
    function _replayList() internal {
        if (_lastList.length == 0) return _redeemList();
        delete _said;
        _callAs(_hostile[_draw(HOSTILE)], address(_redemption), _lastList);
        for (uint256 i = 0; i < _said.length; ++i) _must("redemption 8", _said[i] != 0);
        _count(Outcome.ListReplayed);
    }

    /* RESTORING */

    struct RestorePlan {
        SpentOrder spent;
        bytes32 hash;
        uint256 left;
        uint256 points;
        bool signed;
        bool altered;
        bool late;
    }

    /// @notice A redemption is cancelled, wholly or in part.
    function _restorePoints() internal {
        if (!_hasFreshOrder()) _redeemHonestly();
        if (_spentCount == 0) return;
        RestorePlan memory plan = _planRestore();
        IPointsRedemption.SpentProof memory proof = _proofOf(plan);
        uint256 before = _restoredOf[address(_redemption)][plan.hash];
        bytes32 digest = TypedData.digest(
            _redemptionDomain,
            keccak256(abi.encode(RESTORATION_TYPEHASH, plan.spent.id, plan.hash, plan.points, before))
        );
        uint256 key = plan.signed ? _partners[plan.spent.id].tillKey : 1 + _draw(2 ** 128);
        bytes memory signature =
            _redeemsWithWallet(plan.spent.id) ? _walletSignature(digest, plan.signed) : TypedData.sign(key, digest);
        (bool ok, bytes memory answer) = _callAs(
            _hostile[_draw(HOSTILE)],
            address(_redemption),
            abi.encodeCall(
                IPointsRedemption.restore,
                (PartnerId.wrap(plan.spent.id), plan.spent.order, plan.points, proof, signature)
            )
        );
        if (!ok) return _countRestoreRefusal(plan, _selectorOf(answer));
        _must("redemption 9", _restoreFault(plan) == 0);
        _modelCredit(plan.spent.order.member, plan.points);
        _totals.restored += plan.points;
        _restoredOf[address(_redemption)][plan.hash] = before + plan.points;
        _partners[plan.spent.id].restored[_modelMonth(_clock)] += plan.points;
        _count(Outcome.Restored);
        if (before != 0) _count(Outcome.RestoredRest);
        if (_clock / 1 days == plan.spent.day + 31) _count(Outcome.RestoredOnLastDay);
        // Half of it is back; now the rest, or a part of that.
        if (_aimsAt(Outcome.RestoredRest) && before == 0 && plan.left > plan.points) _restorePoints();
    }

    /// @dev An order of the present module that can be restored for a day still.
    function _hasFreshOrder() private view returns (bool) {
        if (_spentCount == 0) return false;
        SpentOrder storage last = _spentOrders[(_spentCount - 1) % REMEMBERED];
        bool whole = _restoredOf[last.module][_orderHash(last.id, last.order)] < last.order.points;
        return last.module == address(_redemption) && _clock / 1 days < last.day + 31 && whole;
    }

    function _redeemHonestly() private {
        (bool aims, uint256 paused) = (_aims, _redeemingPaused ? 1 : 0);
        (_aims, _honest) = (false, true);
        _redeemList();
        (_aims, _honest) = (aims, false);
        if (paused == 1 && !aims) _setRedeemingPaused(true);
    }

    function _planRestore() private returns (RestorePlan memory plan) {
        if (_aims) _setRedeemingPaused(_aim == Outcome.RestoreRefusedPaused);
        // Aimed at the last one, which is fresh; by chance at any.
        plan.spent = _aims ? _spentOrders[(_spentCount - 1) % REMEMBERED] : _drawSpent();
        if (_aimsAt(Outcome.RestoredOnLastDay)) {
            _passTimeTo(_oneIn(2) ? (plan.spent.day + 31) * 1 days : (plan.spent.day + 32) * 1 days - 1);
        }
        if (_aimsAt(Outcome.RestoreRefusedTime)) _passTimeTo((plan.spent.day + 32) * 1 days + _draw(2));
        plan.hash = _orderHash(plan.spent.id, plan.spent.order);
        plan.left = plan.spent.order.points - _restoredOf[address(_redemption)][plan.hash];
        plan.points = plan.left == 0 ? 1 : 1 + _draw(plan.left) / (1 + _draw(3));
        if (_aimsAt(Outcome.RestoredRest) && plan.left > 1) plan.points = 1 + plan.left / 8;
        if (_aimsAt(Outcome.RestoreRefusedPoints) || (!_aims && _oneIn(12)))
            plan.points = _oneIn(3) ? 0 : plan.left + 1;
        plan.signed = !(_aimsAt(Outcome.RestoreRefusedSignature) || (!_aims && _oneIn(16)));
        plan.altered = _aimsAt(Outcome.RestoreRefusedOrder) || (!_aims && _oneIn(16));
        uint256 today = _clock / 1 days;
        plan.late = today - plan.spent.day >= 32;
    }

    function _proofOf(RestorePlan memory plan) private returns (IPointsRedemption.SpentProof memory proof) {
        SpentOrder memory spent = plan.spent;
        bytes32[] storage lists = _lists[spent.module][spent.id][spent.day];
        proof.day = spent.day;
        proof.chainBefore = _chainOf(spent.module, spent.id, spent.day, spent.list);
        proof.spentOrders = spent.spent;
        proof.position = spent.position;
        proof.laterLists = new bytes32[](lists.length - spent.list - 1);
        for (uint256 i = 0; i < proof.laterLists.length; ++i) proof.laterLists[i] = lists[spent.list + 1 + i];
        if (!plan.altered) return proof;
        uint256 kind = _draw(5);
        if (kind == 0) proof.chainBefore = bytes24(uint192(proof.chainBefore) ^ 1);
        else if (kind == 1) proof.position += 1;
        else if (kind == 2) proof.laterLists = new bytes32[](proof.laterLists.length + 1);
        else if (kind == 3) proof.spentOrders = new bytes32[](1);
        else spent.order.points += 1;
    }

    /// @dev The first thing that is wrong, in the order in which the contract must notice it; zero for nothing.
    function _restoreFault(RestorePlan memory plan) private view returns (bytes4) {
        if (plan.late) return IPointsRedemption.RestoreOutOfTime.selector;
        if (plan.altered || plan.spent.module != address(_redemption)) return IPointsRedemption.OrderNotSpent.selector;
        if (plan.points == 0 || plan.points > plan.left) return IPointsRedemption.RestoreExceedsOrder.selector;
        if (!_isPresent(_partners[plan.spent.id])) return IPartnerRegistry.PartnerNotActive.selector;
        if (!plan.signed) return IPointsRedemption.PartnerSignatureInvalid.selector;
        if (_redeemingPaused) return IPointsToken.RedeemingIsPaused.selector;
        bool fits = _supplyOf[_modelEpoch()] + plan.points <= LOT_LIMIT;
        return fits ? bytes4(0) : IPointsToken.SupplyLimitExceeded.selector;
    }

    function _countRestoreRefusal(RestorePlan memory plan, bytes4 selector) private {
        _must("redemption 10", selector == _restoreFault(plan));
        if (selector == IPointsRedemption.RestoreOutOfTime.selector) _count(Outcome.RestoreRefusedTime);
        else if (selector == IPointsRedemption.OrderNotSpent.selector) _count(Outcome.RestoreRefusedOrder);
        else if (selector == IPointsRedemption.RestoreExceedsOrder.selector) _count(Outcome.RestoreRefusedPoints);
        else if (selector == IPointsRedemption.PartnerSignatureInvalid.selector)
            _count(Outcome.RestoreRefusedSignature);
        else if (selector == IPointsToken.RedeemingIsPaused.selector) _count(Outcome.RestoreRefusedPaused);
    }

    /* KEYS */

    /// @notice Anybody has a partner's key copied; a module that is none any more is not told.
    function _refreshKey() internal {
        bool former = address(_formerRedemption) != address(0) && (_aimsAt(Outcome.KeyRefreshRefused) || _oneIn(3));
        IPointsRedemption module = former ? _formerRedemption : _redemption;
        bytes memory call = abi.encodeCall(IPointsRedemption.refreshKey, (PartnerId.wrap(_drawPartner())));
        (bool ok, ) = _callAs(_hostile[_draw(HOSTILE)], address(module), call);
        _must("redemption 11", ok == !former);
        _count(ok ? Outcome.KeyRefreshed : Outcome.KeyRefreshRefused);
    }
}
