// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPartnerRegistry} from "../../contracts/interfaces/IPartnerRegistry.sol";
import {IPointsIssuance} from "../../contracts/interfaces/IPointsIssuance.sol";
import {IPointsToken} from "../../contracts/interfaces/IPointsToken.sol";
import {PartnerId} from "../../contracts/types/PartnerId.sol";
import {OperatorActions} from "./OperatorActions.sol";
import {VM} from "./Vm.sol";

/// @title Partners sign batches and anybody posts them, right ones and every kind of wrong one
abstract contract BatchActions is OperatorActions {
    struct Plan {
        uint32 id;
        uint64 firstEntry;
        uint32 entryCount;
        bytes32 root;
        uint64 deadline;
        bytes credits;
        bytes debits;
        bytes signature;
        bool signed;
        /// What the records say, for the model.
        address[] accounts;
        uint256[] points;
        uint256 creditCount;
        bool malformed;
        bool zeroAccount;
    }

    /// What may be answered to the batch; empty when it must be accepted. More than one fault: any may be named.
    bytes4[] private _faults;
    /// The last batch that went through, for replays.
    bytes private _lastPost;

    /// @notice A batch is posted by anybody: relayer, partner, hostile actor.
    function _postBatch() internal {
        Plan memory plan = _planBatch();
        _spoil(plan);
        _sign(plan);
        _findFaults(plan);
        _lastTried = _encode(plan);
        (bool ok, bytes memory answer) = _callAs(_hostile[_draw(HOSTILE)], address(_issuance), _lastTried);
        _must("batch 1", ok == (_faults.length == 0));
        if (!ok) return _countRefusal(_selectorOf(answer));
        _apply(plan);
        _lastPost = _lastTried;
        _count(_signsWithWallet(plan.id) ? Outcome.BatchByWallet : Outcome.BatchPosted);
    }

    bytes private _lastTried;

    /// @notice The last accepted batch comes again, byte for byte.
    function _replayBatch() internal {
        if (_lastPost.length == 0) return;
        (bool ok, ) = _callAs(_hostile[_draw(HOSTILE)], address(_issuance), _lastPost);
        _must("batch 2", !ok);
        _count(Outcome.BatchReplayed);
    }

    /* PLANNING */

    function _planBatch() private returns (Plan memory plan) {
        plan.id = _aimsAt(Outcome.BatchRefusedUnknownPartner) ? _partnerCount + 1 : _drawPartner();
        if (_aims || _oneIn(3)) _makeReady(plan.id);
        plan.firstEntry = uint64(_partners[plan.id].nextEntry);
        plan.creditCount = _aims ? 1 + _draw(3) : _draw(4);
        uint256 count = plan.creditCount + _draw(3);
        plan.entryCount = uint32(count + _draw(3));
        plan.root = keccak256(abi.encode(_random));
        plan.deadline = uint64(_clock + _draw(2) * 1 hours);
        plan.accounts = new address[](count);
        plan.points = new uint256[](count);
        for (uint256 i = 0; i < count; ++i) {
            plan.accounts[i] = i != 0 && _oneIn(6) ? plan.accounts[i - 1] : _drawMember();
            plan.points[i] = _drawPoints() % 2 ** 48;
            if (i < plan.creditCount && plan.points[i] == 0) plan.points[i] = 1;
        }
        if (_aimsAt(Outcome.CreditToReserved)) plan.accounts[0] = _drawReserved();
    }

    /// @dev One batch in two has a fault of its own, besides those of its partner's state.
    function _spoil(Plan memory plan) private {
        plan.signed = true;
        uint256 kind = _drawFault();
        if (kind == NO_FAULT) return;
        if (kind == 0) plan.deadline = uint64(_clock - 1 - _draw(1 days));
        else if (kind == 1) plan.entryCount = 0;
        else if (kind == 2) plan.root = bytes32(0);
        else if (kind == 3) plan.firstEntry += uint64(1 + _draw(3));
        else if (kind == 4 && plan.firstEntry != 0) plan.firstEntry -= 1;
        else if (kind == 5) plan.malformed = true;
        else if (kind == 8 && plan.accounts.length != 0) plan.zeroAccount = true;
        else if (kind == 9 && plan.creditCount != 0) plan.points[0] = LOT_LIMIT + 1 + _draw(3);
        else if (kind == 10 && plan.creditCount != 0) plan.points[_draw(plan.creditCount)] = 0;
        else if (kind == 7) plan.signed = false;
        if (plan.zeroAccount) plan.accounts[_draw(plan.accounts.length)] = address(0);
    }

    uint256 private constant NO_FAULT = 99;

    /// @dev The fault that this step aims at, or one by chance.
    function _drawFault() private returns (uint256) {
        if (!_aims) return _oneIn(2) ? NO_FAULT : _draw(11);
        if (_aim == Outcome.BatchRefusedExpired) return 0;
        if (_aim == Outcome.BatchRefusedEmpty) return 1;
        if (_aim == Outcome.BatchRefusedRoot) return 2;
        if (_aim == Outcome.BatchRefusedNumber) return 3;
        if (_aim == Outcome.BatchRefusedMalformed) return 5;
        if (_aim == Outcome.BatchRefusedSignature) return 7;
        if (_aim == Outcome.BatchRefusedZero) return 8;
        if (_aim == Outcome.BatchRefusedPoints) return 10;
        return _aim == Outcome.BatchRefusedSupply ? 9 : NO_FAULT;
    }

    /// @dev Takes away what would stop the partner's batch, and puts in the way what this step aims at.
    function _makeReady(uint32 id) private {
        _setIssuingPaused(_aimsAt(Outcome.BatchRefusedPaused));
        PartnerRow storage p = _partners[id];
        if (p.status == IPartnerRegistry.Status.Unknown || p.status == IPartnerRegistry.Status.Left) return;
        if (p.status == IPartnerRegistry.Status.Suspended) _resume(id, p);
        if (_aimsAt(Outcome.BatchRefusedNotActive)) _suspend(id, p);
        if (p.allowance < 2 ** 37) _raiseAllowance(id, p, 2 ** 38);
        if (_aimsAt(Outcome.BatchRefusedAllowance)) _lowerAllowance(id, p, 2 ** 40);
        _setDailyLimit(id, p, _aimsAt(Outcome.BatchRefusedDailyLimit) ? 0 : 2 ** 36);
    }

    function _sign(Plan memory plan) private {
        for (uint256 i = 0; i < plan.accounts.length; ++i) {
            bytes memory record = abi.encodePacked(plan.accounts[i], uint48(plan.points[i]));
            if (i < plan.creditCount) plan.credits = bytes.concat(plan.credits, record);
            else plan.debits = bytes.concat(plan.debits, record);
        }
        if (plan.malformed) {
            bytes memory odd = new bytes(1 + _draw(25));
            if (_oneIn(2)) plan.credits = bytes.concat(plan.credits, odd);
            else plan.debits = bytes.concat(plan.debits, odd);
        }
        bytes32 digest = this.digestOf(_batchOf(plan), plan.credits, plan.debits);
        if (_signsWithWallet(plan.id)) {
            plan.signature = _walletSignature(digest, plan.signed);
            return;
        }
        uint256 key = plan.signed ? _partners[plan.id].issuerKey : uint256(keccak256(abi.encode("stranger", _draw(9))));
        if (key == 0) key = 1;
        (uint8 v, bytes32 r, bytes32 s) = VM.sign(key, digest);
        plan.signature = abi.encodePacked(r, s, v);
    }

    function _batchOf(Plan memory plan) private pure returns (IPointsIssuance.Batch memory) {
        return
            IPointsIssuance.Batch(PartnerId.wrap(plan.id), plan.firstEntry, plan.entryCount, plan.root, plan.deadline);
    }

    /// @dev EIP-712 written out once more, so that the proof does not ask the contract what it should have been asked.
    function digestOf(
        IPointsIssuance.Batch memory batch,
        bytes memory credits,
        bytes memory debits
    ) external view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Entente Issuance"),
                keccak256("1"),
                block.chainid,
                address(_issuance)
            )
        );
        bytes32 typeHash = keccak256(
            "Batch(uint32 partnerId,uint64 firstEntry,uint32 entryCount,bytes32 receiptsRoot,bytes credits,bytes debits,uint64 deadline)"
        );
        bytes32 structHash = keccak256(
            abi.encode(
                typeHash,
                PartnerId.unwrap(batch.partnerId),
                batch.firstEntry,
                batch.entryCount,
                batch.receiptsRoot,
                keccak256(credits),
                keccak256(debits),
                batch.deadline
            )
        );
        return keccak256(abi.encodePacked(hex"1901", domain, structHash));
    }

    function _encode(Plan memory plan) private pure returns (bytes memory) {
        return abi.encodeCall(IPointsIssuance.post, (_batchOf(plan), plan.credits, plan.debits, plan.signature));
    }

    /* EXPECTING */

    function _findFaults(Plan memory plan) private {
        delete _faults;
        PartnerRow storage p = _partners[plan.id];
        if (_clock > plan.deadline) _faults.push(IPointsIssuance.BatchExpired.selector);
        bool noRecords = plan.credits.length == 0 && plan.debits.length == 0;
        if (plan.entryCount == 0 || noRecords) _faults.push(IPointsIssuance.BatchEmpty.selector);
        if (plan.root == bytes32(0)) _faults.push(IPointsIssuance.BatchRootZero.selector);
        if (p.status == IPartnerRegistry.Status.Unknown) _faults.push(IPartnerRegistry.PartnerUnknown.selector);
        else if (p.status != IPartnerRegistry.Status.Active) _faults.push(IPartnerRegistry.PartnerNotActive.selector);
        if (p.nextEntry != plan.firstEntry) _faults.push(IPartnerRegistry.UnexpectedEntryNumber.selector);
        if (!plan.signed) _faults.push(IPointsIssuance.SignatureInvalid.selector);
        if (_issuingPaused && !noRecords) _faults.push(IPointsToken.IssuingIsPaused.selector);
        if (plan.malformed) _faults.push(IPointsToken.RecordsMalformed.selector);
        if (plan.zeroAccount) _faults.push(IPointsToken.AccountZero.selector);
        for (uint256 i = 0; i < plan.creditCount; ++i)
            if (plan.points[i] == 0) _faults.push(IPointsToken.PointsZero.selector);
        uint256 credited = _creditedBy(plan);
        if (_supplyOf[_modelEpoch()] + credited > LOT_LIMIT) _faults.push(IPointsToken.SupplyLimitExceeded.selector);
        if (credited > p.allowance) _faults.push(IPartnerRegistry.PartnerAllowanceExceeded.selector);
        if (credited > _availableToday(p)) _faults.push(IPartnerRegistry.PartnerDailyLimitExceeded.selector);
    }

    function _creditedBy(Plan memory plan) private pure returns (uint256 credited) {
        for (uint256 i = 0; i < plan.creditCount; ++i) credited += plan.points[i];
    }

    function _apply(Plan memory plan) private {
        uint256 debited = 0;
        for (uint256 i = 0; i < plan.accounts.length; ++i) {
            address successor = _accounts[plan.accounts[i]].successor;
            if (successor != address(0)) _count(_outcomeOfLeadingOn(plan.accounts[i], successor));
            if (i < plan.creditCount) {
                _modelCredit(plan.accounts[i], plan.points[i]);
                continue;
            }
            uint256 taken = _modelDebit(plan.accounts[i], plan.points[i]);
            _noteLowered(_holderOf(plan.accounts[i]));
            debited += taken;
            if (taken < plan.points[i]) _count(Outcome.DebitShort);
        }
        uint256 credited = _creditedBy(plan);
        _totals.credited += credited;
        _modelBook(plan.id, plan.entryCount, credited, debited);
        if (plan.entryCount > plan.accounts.length) _count(Outcome.BatchMerged);
    }

    function _outcomeOfLeadingOn(address account, address successor) private view returns (Outcome) {
        return _reservation[successor] == account ? Outcome.CreditToReserved : Outcome.CreditToClosed;
    }

    function _countRefusal(bytes4 selector) private {
        bool expected = false;
        for (uint256 i = 0; i < _faults.length; ++i) expected = expected || _faults[i] == selector;
        _must("batch 3", expected);
        if (selector == IPointsIssuance.BatchExpired.selector) _count(Outcome.BatchRefusedExpired);
        else if (selector == IPointsIssuance.BatchEmpty.selector) _count(Outcome.BatchRefusedEmpty);
        else if (selector == IPointsIssuance.BatchRootZero.selector) _count(Outcome.BatchRefusedRoot);
        else if (selector == IPartnerRegistry.PartnerUnknown.selector) _count(Outcome.BatchRefusedUnknownPartner);
        else if (selector == IPartnerRegistry.PartnerNotActive.selector) _count(Outcome.BatchRefusedNotActive);
        else if (selector == IPartnerRegistry.UnexpectedEntryNumber.selector) _count(Outcome.BatchRefusedNumber);
        else if (selector == IPointsIssuance.SignatureInvalid.selector) _count(Outcome.BatchRefusedSignature);
        else if (selector == IPointsToken.IssuingIsPaused.selector) _count(Outcome.BatchRefusedPaused);
        else if (selector == IPointsToken.RecordsMalformed.selector) _count(Outcome.BatchRefusedMalformed);
        else if (selector == IPointsToken.AccountZero.selector) _count(Outcome.BatchRefusedZero);
        else if (selector == IPointsToken.PointsZero.selector) _count(Outcome.BatchRefusedPoints);
        else if (selector == IPointsToken.SupplyLimitExceeded.selector) _count(Outcome.BatchRefusedSupply);
        else if (selector == IPartnerRegistry.PartnerAllowanceExceeded.selector) _count(Outcome.BatchRefusedAllowance);
        else _count(Outcome.BatchRefusedDailyLimit);
    }
}
