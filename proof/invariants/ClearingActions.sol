// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Clearing} from "../../contracts/Clearing.sol";
import {IClearing} from "../../contracts/interfaces/IClearing.sol";
import {IPartnerRegistry} from "../../contracts/interfaces/IPartnerRegistry.sol";
import {PartnerId} from "../../contracts/types/PartnerId.sol";
import {ClearingModel} from "./ClearingModel.sol";
import {TypedData} from "./TypedData.sol";
import {VM, Vm} from "./Vm.sol";

/// @title Anybody closes months, both sides mark payments, partners dispute: rightly, and in every wrong way
abstract contract ClearingActions is ClearingModel {
    bytes32 private constant MARK_TYPEHASH = keccak256(
        "PaymentMark(uint256 month,uint32 partnerId,int256 net,bytes32 payment,uint256 sequence)"
    );
    bytes32 private constant DISPUTE_TYPEHASH = keccak256(
        "Dispute(uint256 month,uint32 partnerId,int256 net,bytes32 reason,uint256 sequence)"
    );
    bytes32 private constant WITHDRAWAL_TYPEHASH = keccak256(
        "DisputeWithdrawal(uint256 month,uint32 partnerId,uint256 sequence)"
    );
    /// How far an edge may be for this proof to wait for it.
    uint256 private constant WAIT_MAX = 2 days;
    /// More of them, and none would get far.
    uint256 private constant CLEARINGS_MAX = 130;
    /// Every partner's month is asked of all modules that ever were: not too many of them.
    uint256 private constant WHOLE_MAX = 120;

    /// As many closings for the sake of an open position: each act on one uses it up.
    uint256 private constant OPENINGS_MAX = 600;
    uint256 private _openings;
    uint256 private constant MONTHS_BACK = 36;

    /// The last act of a partner that counted, for replays.
    address private _lastTarget;
    bytes private _lastAct;

    function _actClearing(Outcome to) internal {
        if (address(_clearing) == address(0)) return _deployClearing();
        if (to <= Outcome.CloseRefusedZero) return _closeMonth(to);
        if (to <= Outcome.ExtendRefusedUnknown) return _extendTo(to);
        if (to == Outcome.MarkedByOperator) return _markByOperator(to);
        if (to <= Outcome.MarkRefusedZero) return _oneIn(3) ? _markByOperator(to) : _markByPartner(to);
        if (to <= Outcome.ActRefusedSignature) return _actWrongly(to);
        if (to == Outcome.ActReplayed) return _replayAct();
        if (to <= Outcome.DisputeRefusedLate) return _dispute(to);
        if (to == Outcome.DisputeWithdrawn) return _withdrawDispute(to);
        if (to == Outcome.DisputeResolved) return _resolveDispute(to);
        if (to == Outcome.EndRefused) return _oneIn(2) ? _resolveDispute(to) : _withdrawDispute(to);
        if (to == Outcome.ClearingRefused) return _deployWrongly();
        if (outcomes[Outcome.ClearingDeployed] < CLEARINGS_MAX) return _deployClearing();
        _closeMonth(Outcome.MonthClosed);
    }

    function _actWrongly(Outcome to) private {
        uint256 kind = _draw(3);
        if (kind == 0) _dispute(to);
        else if (kind == 1) _withdrawDispute(to);
        else _markByPartner(to);
    }

    /* CALLING */

    /// @dev Calls and compares: whether it was refused, as it must be, and what was logged.
    function _callClearing(address actor, address target, bytes memory call, bytes4 fault) private {
        VM.recordLogs();
        VM.prank(actor);
        (bool ok, bytes memory answer) = target.call(call);
        Vm.Log[] memory logs = VM.getRecordedLogs();
        _must("clearing 1: refused exactly as it must be", ok ? fault == bytes4(0) : _selectorOf(answer) == fault);
        if (!ok) return;
        _must("clearing 2: logs what happened, and no more", logs.length == _expectedLogs.length);
        for (uint256 i = 0; i < logs.length; ++i) {
            bool same = keccak256(abi.encodePacked(logs[i].topics, logs[i].data)) == _expectedLogs[i];
            _must("clearing 3: logs what the model says", same && logs[i].emitter == target);
        }
    }

    function _anybody() private returns (address) {
        return _hostile[_draw(HOSTILE)];
    }

    /* FOUNDING */

    function _deployClearing() private {
        _foundClearing(_modelMonth(_clock) - _draw(4));
    }

    function _foundClearing(uint256 firstMonth) private {
        uint256 grace =
            _oneIn(8)
                ? 31 days
                : _oneIn(2)
                    ? 2 days
                    : 1 hours;
        uint256 window =
            _oneIn(3)
                ? 366 days
                : _oneIn(2)
                    ? 14 days
                    : 1 days;
        _foundClearing(firstMonth, grace, window);
    }

    /// @dev The closings begin anew; positions of the contracts before stay where they are.
    function _foundClearing(uint256 firstMonth, uint256 grace, uint256 window) private {
        Clearing clearing = new Clearing(address(_manager), _registry, firstMonth, grace, window);
        _openBook(clearing, firstMonth, grace, window);
        _count(Outcome.ClearingDeployed);
    }

    function _deployWrongly() private {
        uint256 kind = _draw(5);
        uint256 month = _modelMonth(_clock) + (kind == 0 ? 1 + _draw(3) : 0);
        uint256 grace =
            kind == 1
                ? 1 hours - 1 - _draw(2)
                : kind == 2
                    ? 31 days + 1 + _draw(2)
                    : 2 days;
        uint256 window =
            kind == 3
                ? 1 days - 1 - _draw(2)
                : kind == 4
                    ? 366 days + 1 + _draw(2)
                    : 14 days;
        bool made = true;
        bytes memory answer = "";
        try new Clearing(address(_manager), _registry, month, grace, window) {} catch (bytes memory why) {
            (made, answer) = (false, why);
        }
        bytes4 fault =
            kind == 0
                ? IClearing.FirstMonthAhead.selector
                : kind < 3
                    ? IClearing.GraceOutOfRange.selector
                    : IClearing.DisputeWindowOutOfRange.selector;
        _must("clearing 4: cannot be founded so", !made && _selectorOf(answer) == fault);
        _count(Outcome.ClearingRefused);
    }

    /* CLOSING */

    function _closeMonth(Outcome to) private {
        _makeCloseable(to);
        Book storage b = _books[address(_clearing)];
        uint256 month = b.month;
        if (to == Outcome.CloseRefusedOrder) month = _oneIn(2) ? month + 1 + _draw(2) : month - 1 - _draw(2);
        uint256 partnersMax =
            to == Outcome.CloseRefusedZero
                ? 0
                : to == Outcome.MonthClosed && outcomes[to] < WHOLE_MAX
                    ? type(uint256).max
                    : 1 + _draw(6);
        _callClose(month, partnersMax, _closeFault(b, month, partnersMax));
    }

    function _callClose(uint256 month, uint256 partnersMax, bytes4 fault) private {
        delete _expectedLogs;
        bool ended = fault == bytes4(0) && _modelClose(address(_clearing), partnersMax);
        bytes memory call = abi.encodeCall(IClearing.closeMonth, (month, partnersMax));
        _callClearing(_anybody(), address(_clearing), call, fault);
        if (ended) _checkMonthClosed(_lastMonth, true);
        _count(_outcomeOfClosing(fault, ended));
    }

    function _closeFault(Book storage b, uint256 month, uint256 partnersMax) private returns (bytes4) {
        if (month != b.month) return IClearing.MonthOutOfOrder.selector;
        if (!_isOver(b)) return IClearing.MonthNotOver.selector;
        return partnersMax == 0 ? IClearing.PartnersMaxZero.selector : bytes4(0);
    }

    function _outcomeOfClosing(bytes4 fault, bool ended) private pure returns (Outcome) {
        if (fault == IClearing.MonthOutOfOrder.selector) return Outcome.CloseRefusedOrder;
        if (fault == IClearing.MonthNotOver.selector) return Outcome.CloseRefusedEarly;
        if (fault == IClearing.PartnersMaxZero.selector) return Outcome.CloseRefusedZero;
        return ended ? Outcome.MonthClosed : Outcome.MonthClosedInPart;
    }

    /// @dev Waits for the second before the end of the grace period, or for the second after, where it is near.
    function _makeCloseable(Outcome to) private {
        bool early = to == Outcome.CloseRefusedEarly;
        if (_isOver(_books[address(_clearing)]) == early && _aims)
            _foundClearing(_modelMonth(_clock) - (early ? 0 : 1 + _draw(2)));
        Book storage b = _books[address(_clearing)];
        uint256 edge = _endOf(b.month) + b.grace;
        if (_clock < edge && edge - _clock <= WAIT_MAX) _passTimeTo(early ? edge - 1 : edge);
    }

    function _extendTo(Outcome to) private {
        if (to == Outcome.PartnersExtended && _books[address(_clearing)].lastPartner >= _partnerCount)
            _foundClearing(_modelMonth(_clock) - _draw(2));
        Book storage b = _books[address(_clearing)];
        uint32 last = b.lastPartner;
        uint32 id = last + 1 + uint32(_draw(_partnerCount));
        if (to == Outcome.ExtendRefusedReach)
            id = _oneIn(2) ? uint32(_draw(last + 1)) : last + 1_001 + uint32(_draw(2));
        if (to == Outcome.ExtendRefusedUnknown) id = (last > _partnerCount ? last : _partnerCount) + 1;
        _callExtend(b, id);
    }

    function _callExtend(Book storage b, uint32 id) private {
        uint32 last = b.lastPartner;
        bytes4 fault = 0;
        if (_partners[id].status == IPartnerRegistry.Status.Unknown) fault = IClearing.PartnerUnknown.selector;
        if (id <= last || id - last > 1_000) fault = IClearing.PartnerOutOfReach.selector;
        delete _expectedLogs;
        if (fault == 0) {
            b.lastPartner = id;
            _expectedLogs.push(keccak256(abi.encodePacked(IClearing.PartnersExtended.selector, uint256(id))));
        }
        bytes memory call = abi.encodeCall(IClearing.extendTo, (PartnerId.wrap(id)));
        _callClearing(_anybody(), address(_clearing), call, fault);
        if (fault == IClearing.PartnerOutOfReach.selector) _count(Outcome.ExtendRefusedReach);
        else _count(fault == 0 ? Outcome.PartnersExtended : Outcome.ExtendRefusedUnknown);
    }

    /* PLACES */

    /// @dev A position in this state, if one of the last is; else any of them. Sometimes where there is none.
    function _drawPlace(bool unknown, IClearing.State state) private returns (Place memory place) {
        if (unknown || _placeCount == 0 || _oneIn(30))
            return
                Place(
                    address(_clearing),
                    _books[address(_clearing)].month + _draw(2),
                    uint32(1 + _draw(_partnerCount))
                );
        uint256 count = _placeCount < PLACES ? _placeCount : PLACES;
        uint256 first = _draw(count);
        for (uint256 i = 0; i < count; ++i) {
            place = _places[(first + i) % count];
            if (_rowOf(place).state == state) return place;
        }
    }

    /// @dev A step that aims at an act on an open position finds one: where none of the last is open, a new `Clearing`
    /// closes the newest month before this one in which something is owed.
    /// @param near Whether the end of its dispute window must be near.
    function _makeOpen(bool near) private {
        if (!_aims || _openings >= OPENINGS_MAX || _hasOpen(near)) return;
        uint256 month = _newestOwing();
        if (month == 0) return;
        _openings += 1;
        _foundClearing(month, 1 hours, near ? 1 days : 366 days);
        // Past the numbers that were left out, or nobody behind them would have a position.
        _callExtend(_books[address(_clearing)], _partnerCount);
        if (_isOver(_books[address(_clearing)])) _callClose(month, type(uint256).max, bytes4(0));
    }

    /// @dev Zero where nothing was owed in the last `MONTHS_BACK` months.
    function _newestOwing() private returns (uint256) {
        uint256 running = _modelMonth(_clock);
        for (uint256 month = running - 1; month >= running - MONTHS_BACK; --month) {
            if (_monthEnds[month] == 0) continue;
            for (uint32 id = 1; id <= _partnerCount; ++id) {
                if (_modelLegs(month, id).net != 0) return month;
            }
        }
        return 0;
    }

    function _hasOpen(bool near) private view returns (bool) {
        for (uint256 i = 0; i < PLACES && i < _placeCount; ++i) {
            if (_rowOf(_places[i]).state != IClearing.State.Open) continue;
            if (!near || _isNear(_disputableUntil(_places[i]))) return true;
        }
        return false;
    }

    function _isNear(uint256 time) private view returns (bool) {
        return _clock <= time && time - _clock <= WAIT_MAX;
    }

    function _hasDisputed() private view returns (bool) {
        for (uint256 i = 0; i < PLACES && i < _placeCount; ++i) {
            if (_rowOf(_places[i]).state == IClearing.State.Disputed) return true;
        }
        return false;
    }

    /* MARKS */

    function _drawPayment(Outcome to, bytes32 ofOther) private returns (bytes32) {
        if (to == Outcome.MarkRefusedZero || _oneIn(30)) return bytes32(0);
        if (ofOther != bytes32(0) && (to == Outcome.PositionSettled || _oneIn(3))) return ofOther;
        return keccak256(abi.encode("payment", _draw(9)));
    }

    function _drawMarkable(Outcome to) private returns (Place memory) {
        IClearing.State state = IClearing.State.Open;
        if (to == Outcome.MarkRefusedState) state = _oneIn(2) ? IClearing.State.Disputed : IClearing.State.Settled;
        else if (to != Outcome.MarkRefusedUnknown) _makeOpen(false);
        return _drawPlace(to == Outcome.MarkRefusedUnknown, state);
    }

    function _markFault(IClearing.Position storage row, bytes32 payment) private view returns (bytes4) {
        if (row.state == IClearing.State.None) return IClearing.PositionUnknown.selector;
        if (row.state != IClearing.State.Open) return IClearing.PositionNotOpen.selector;
        return payment == bytes32(0) ? IClearing.PaymentZero.selector : bytes4(0);
    }

    function _countMark(bytes4 fault, Outcome marked, bool settled) private {
        if (fault == IClearing.PositionUnknown.selector) _count(Outcome.MarkRefusedUnknown);
        else if (fault == IClearing.PositionNotOpen.selector) _count(Outcome.MarkRefusedState);
        else if (fault == IClearing.PaymentZero.selector) _count(Outcome.MarkRefusedZero);
        else if (fault != bytes4(0)) _countUnsigned(fault);
        else _count(marked);
        if (settled) _count(Outcome.PositionSettled);
    }

    function _countUnsigned(bytes4 fault) private {
        bool sequence = fault == IClearing.UnexpectedSequence.selector;
        _count(sequence ? Outcome.ActRefusedSequence : Outcome.ActRefusedSignature);
    }

    function _markByOperator(Outcome to) private {
        Place memory place = _drawMarkable(to);
        IClearing.Position storage row = _rowOf(place);
        bytes32 payment = _drawPayment(to, row.partnerPayment);
        bytes4 fault = _markFault(row, payment);
        bool settled = false;
        delete _expectedLogs;
        if (fault == 0) {
            row.operatorPayment = payment;
            _expectMark(place, IClearing.Side.Operator, payment);
            settled = _modelSettle(place, row);
        }
        bytes memory call = abi.encodeCall(IClearing.markByOperator, (place.month, PartnerId.wrap(place.id), payment));
        _callClearing(address(this), place.clearing, call, fault);
        _checkPosition(place);
        _countMark(fault, Outcome.MarkedByOperator, settled);
    }

    function _expectMark(Place memory place, IClearing.Side side, bytes32 payment) private {
        _expectOf(IClearing.PaymentMarked.selector, place.month, place.id, abi.encode(side, payment));
    }

    function _markByPartner(Outcome to) private {
        Place memory place = _drawMarkable(to);
        if (to == Outcome.MarkedByWallet) place = _drawOfWallet(place);
        IClearing.Position storage row = _rowOf(place);
        bytes32 payment = _drawPayment(to, row.operatorPayment);
        uint256 sequence = _drawSequence(to, row.sequence);
        bytes memory words = abi.encode(MARK_TYPEHASH, place.month, place.id, row.net, payment, sequence);
        (bytes memory signature, bool signed) = _signAct(to, place, words);
        bytes4 fault = _markFault(row, payment);
        if (fault == 0) fault = _actFault(row, sequence, signed);
        bool settled = false;
        delete _expectedLogs;
        if (fault == 0) {
            (row.partnerPayment, row.sequence) = (payment, row.sequence + 1);
            _expectMark(place, IClearing.Side.Partner, payment);
            settled = _modelSettle(place, row);
        }
        _postAct(
            place,
            abi.encodeCall(
                IClearing.markByPartner,
                (place.month, PartnerId.wrap(place.id), payment, sequence, signature)
            ),
            fault
        );
        _countMark(fault, _signsWithWallet(place.id) ? Outcome.MarkedByWallet : Outcome.MarkedByPartner, settled);
    }

    /// @dev An open position of a partner with a wallet, if one of the last is.
    function _drawOfWallet(Place memory otherwise) private view returns (Place memory) {
        for (uint256 i = 0; i < PLACES && i < _placeCount; ++i) {
            Place memory place = _places[i];
            if (_signsWithWallet(place.id) && _rowOf(place).state == IClearing.State.Open) return place;
        }
        return otherwise;
    }

    /* WHAT PARTNERS SIGN */

    function _drawSequence(Outcome to, uint256 next) private returns (uint256) {
        if (to != Outcome.ActRefusedSequence && !_oneIn(30)) return next;
        return next != 0 && _oneIn(2) ? next - 1 : next + 1 + _draw(2);
    }

    function _actFault(IClearing.Position storage row, uint256 sequence, bool signed) private view returns (bytes4) {
        if (sequence != row.sequence) return IClearing.UnexpectedSequence.selector;
        return signed ? bytes4(0) : IClearing.SignatureInvalid.selector;
    }

    /// @dev By the partner's key; or by another's, over other words, or for another contract.
    function _signAct(Outcome to, Place memory place, bytes memory words) private returns (bytes memory, bool) {
        bool signed = to != Outcome.ActRefusedSignature && !_oneIn(20);
        bytes32 domain = _books[place.clearing].domain;
        bytes32 digest = TypedData.digest(domain, keccak256(words));
        if (_signsWithWallet(place.id)) return (_walletSignature(digest, signed), signed);
        uint256 secret = _partners[place.id].issuerKey;
        if (secret == 0) return (hex"00", false);
        uint256 kind = signed ? 9 : _draw(4);
        if (kind == 0) secret = _partners[place.id].tillKey;
        if (kind == 1) secret = 1 + _draw(2 ** 128);
        if (kind == 2) digest = TypedData.digest(domain, keccak256(bytes.concat(words, bytes32(0))));
        if (kind == 3) digest = TypedData.digest(keccak256(abi.encode(domain)), keccak256(words));
        return (_plainSignature(secret, digest), signed);
    }

    function _postAct(Place memory place, bytes memory call, bytes4 fault) private {
        _callClearing(_anybody(), place.clearing, call, fault);
        _checkPosition(place);
        if (fault == 0) (_lastTarget, _lastAct) = (place.clearing, call);
    }

    /// @notice The last act that counted comes again, byte for byte: there, or at the contract before.
    function _replayAct() private {
        if (_lastAct.length == 0) return _markByPartner(Outcome.MarkedByPartner);
        address target = _oneIn(4) && address(_formerClearing) != address(0) ? address(_formerClearing) : _lastTarget;
        VM.prank(_anybody());
        (bool ok, ) = target.call(_lastAct);
        _must("clearing 5: no act counts twice", !ok);
        _count(Outcome.ActReplayed);
    }

    /* DISPUTES */

    function _dispute(Outcome to) private {
        Place memory place = _drawDisputable(to);
        IClearing.Position storage row = _rowOf(place);
        bytes32 reason = keccak256(abi.encode("reason", _draw(9)));
        uint256 sequence = _drawSequence(to, row.sequence);
        bytes memory words = abi.encode(DISPUTE_TYPEHASH, place.month, place.id, row.net, reason, sequence);
        (bytes memory signature, bool signed) = _signAct(to, place, words);
        bytes4 fault = _disputeFault(place, row);
        if (fault == 0) fault = _actFault(row, sequence, signed);
        delete _expectedLogs;
        if (fault == 0) {
            (row.state, row.sequence) = (IClearing.State.Disputed, row.sequence + 1);
            _expectOf(IClearing.PositionDisputed.selector, place.month, place.id, abi.encode(reason));
        }
        _postAct(
            place,
            abi.encodeCall(IClearing.dispute, (place.month, PartnerId.wrap(place.id), reason, sequence, signature)),
            fault
        );
        if (fault == 0) _count(Outcome.Disputed);
        else if (fault == IClearing.PositionUnknown.selector) _count(Outcome.MarkRefusedUnknown);
        else if (fault == IClearing.PositionNotOpen.selector) _count(Outcome.DisputeRefusedState);
        else if (fault == IClearing.DisputeWindowPassed.selector) _count(Outcome.DisputeRefusedLate);
        else _countUnsigned(fault);
    }

    /// @dev The last second of the window; no end while the month is being closed.
    function _disputableUntil(Place memory place) private view returns (uint256) {
        uint256 closedAt = _books[place.clearing].months[place.month].closedAt;
        return closedAt == 0 ? type(uint256).max : closedAt + _books[place.clearing].window;
    }

    function _disputeFault(Place memory place, IClearing.Position storage row) private view returns (bytes4) {
        if (row.state == IClearing.State.None) return IClearing.PositionUnknown.selector;
        bool even = row.net == 0 && row.state == IClearing.State.Settled;
        if (row.state != IClearing.State.Open && !even) return IClearing.PositionNotOpen.selector;
        return _clock > _disputableUntil(place) ? IClearing.DisputeWindowPassed.selector : bytes4(0);
    }

    /// @dev Waits for the window's last second, or for the one after, where it is near.
    function _drawDisputable(Outcome to) private returns (Place memory place) {
        bool late = to == Outcome.DisputeRefusedLate;
        IClearing.State state = _oneIn(12) ? IClearing.State.Settled : IClearing.State.Open;
        if (to == Outcome.DisputeRefusedState) state = IClearing.State.Disputed;
        else _makeOpen(late);
        for (uint256 i = 0; i < 6; ++i) {
            place = _drawPlace(false, state);
            uint256 until = _disputableUntil(place);
            if (_isNear(until) && _oneIn(2)) _passTimeTo(late ? until + 1 : until);
            if (_clock > until == late) return place;
        }
    }

    function _endFault(IClearing.Position storage row) private view returns (bytes4) {
        if (row.state == IClearing.State.None) return IClearing.PositionUnknown.selector;
        return row.state != IClearing.State.Disputed ? IClearing.PositionNotDisputed.selector : bytes4(0);
    }

    /// @dev A disputed position; where none of the last is disputed, one is disputed first.
    function _drawDisputed(Outcome to) private returns (Place memory) {
        if (_aims && to != Outcome.EndRefused && !_hasDisputed()) _dispute(Outcome.Disputed);
        return _drawPlace(false, to == Outcome.EndRefused ? IClearing.State.Open : IClearing.State.Disputed);
    }

    function _countEnd(bytes4 fault, Outcome ended) private {
        if (fault == 0) _count(ended);
        else if (fault == IClearing.PositionUnknown.selector) _count(Outcome.MarkRefusedUnknown);
        else if (fault == IClearing.PositionNotDisputed.selector) _count(Outcome.EndRefused);
        else _countUnsigned(fault);
    }

    function _withdrawDispute(Outcome to) private {
        Place memory place = _drawDisputed(to);
        IClearing.Position storage row = _rowOf(place);
        uint256 sequence = _drawSequence(to, row.sequence);
        (bytes memory signature, bool signed) = _signAct(
            to,
            place,
            abi.encode(WITHDRAWAL_TYPEHASH, place.month, place.id, sequence)
        );
        bytes4 fault = _endFault(row);
        if (fault == 0) fault = _actFault(row, sequence, signed);
        delete _expectedLogs;
        if (fault == 0) {
            row.sequence += 1;
            _modelEndDispute(row);
            _expectOf(IClearing.DisputeWithdrawn.selector, place.month, place.id, "");
        }
        _postAct(
            place,
            abi.encodeCall(IClearing.withdrawDispute, (place.month, PartnerId.wrap(place.id), sequence, signature)),
            fault
        );
        _countEnd(fault, Outcome.DisputeWithdrawn);
    }

    function _resolveDispute(Outcome to) private {
        Place memory place = _drawDisputed(to);
        IClearing.Position storage row = _rowOf(place);
        bytes32 outcome = keccak256(abi.encode("outcome", _draw(9)));
        bytes4 fault = _endFault(row);
        delete _expectedLogs;
        if (fault == 0) {
            _modelEndDispute(row);
            _expectOf(IClearing.DisputeResolved.selector, place.month, place.id, abi.encode(outcome));
        }
        bytes memory call = abi.encodeCall(IClearing.resolveDispute, (place.month, PartnerId.wrap(place.id), outcome));
        _callClearing(address(this), place.clearing, call, fault);
        _checkPosition(place);
        _countEnd(fault, Outcome.DisputeResolved);
    }

    /* STRANGERS */

    /// @notice A hostile actor says for the operator that it was paid, or that a dispute is over.
    function _attackClearing() internal {
        if (_placeCount == 0) return;
        bool marks = _oneIn(2);
        Place memory place = _drawPlace(false, marks ? IClearing.State.Open : IClearing.State.Disputed);
        bytes32 word = keccak256(abi.encode("payment", _draw(9)));
        PartnerId id = PartnerId.wrap(place.id);
        bytes memory call =
            marks
                ? abi.encodeCall(IClearing.markByOperator, (place.month, id, word))
                : abi.encodeCall(IClearing.resolveDispute, (place.month, id, word));
        VM.prank(_anybody());
        (bool ok, ) = place.clearing.call(call);
        _must("clearing 6: the operator's acts are its own", !ok);
        _checkPosition(place);
        _count(Outcome.HostileRefused);
    }
}
