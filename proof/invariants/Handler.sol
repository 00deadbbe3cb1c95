// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPartnerRegistry} from "../../contracts/interfaces/IPartnerRegistry.sol";
import {IPointsAccounts} from "../../contracts/interfaces/IPointsAccounts.sol";
import {IPointsRedemption} from "../../contracts/interfaces/IPointsRedemption.sol";
import {IPointsToken} from "../../contracts/interfaces/IPointsToken.sol";
import {PartnerId} from "../../contracts/types/PartnerId.sol";
import {AccountsActions} from "./AccountsActions.sol";
import {BatchActions} from "./BatchActions.sol";
import {ClearingActions} from "./ClearingActions.sol";
import {HostileActions} from "./HostileActions.sol";
import {RedemptionActions} from "./RedemptionActions.sol";

/// @title All actors, and everything that must hold after each of their calls
/// @notice The fuzzer draws an action and a seed. Each action says what must be answered and carries it out in the model;
/// `_checkAll` then compares the contracts with the model and with what was so before.
contract Handler is BatchActions, RedemptionActions, AccountsActions, HostileActions, ClearingActions {
    mapping(address account => uint256) private _balanceBefore;
    mapping(address account => uint256) private _nonceBefore;
    mapping(address account => uint256 call) private _loweredAt;

    function _noteLowered(address account) internal override {
        _loweredAt[account] = calls;
    }

    /// @dev What was so when the action began; time has passed already. Without a new epoch it is what the last check
    /// saw: asking the model again for every lot would cost as much as the check itself.
    function _remember() internal override {
        uint256 epoch = _modelEpoch();
        if (epoch == _rememberedAt) return;
        _rememberedAt = epoch;
        for (uint256 i = 0; i < _members.length; ++i) _balanceBefore[_members[i]] = _modelBalance(_members[i]);
    }

    uint256 private _rememberedAt;

    /// @notice One step of somebody: what this step aims at says who acts, or chance does.
    /// @dev The check is part of the step, because the runner keeps nothing of what an invariant function remembers.
    function act(uint256 seed) external {
        _begin(seed);
        _act();
        _checkAll();
        checks += 1;
    }

    uint256 public checks;

    function _act() private {
        if (!_aims) _aim = Outcome(_draw(OUTCOMES));
        if (_isFounding() && _isOfReplacedModules(_aim))
            _aim = _draw(2) == 0 ? Outcome.OrderUsual : Outcome.OrderUsualFrozen;
        Outcome to = _aim;
        if (to <= Outcome.CreditToClosed) return _postBatch();
        if (to == Outcome.BatchReplayed) return _replayBatch();
        if (to == Outcome.OrderUsual || to == Outcome.OrderUsualFrozen) {
            if (!_redeemUsually(to == Outcome.OrderUsualFrozen)) _postBatch();
            return;
        }
        if (to <= Outcome.ListRefusedModule) return _redeemList();
        if (to == Outcome.ListReplayed) return _replayList();
        if (to <= Outcome.RestoreRefusedPaused) return _restorePoints();
        if (to <= Outcome.MoveRefusedPaused) return _moveAccount();
        if (to <= Outcome.FreezeRefusedClosed) return _freezeByMember();
        if (to <= Outcome.RecoveryNotAnnounced) return _announceRecovery();
        if (to <= Outcome.RecoveryRefusalRefused) return _refuseRecovery();
        if (to == Outcome.RecoveryCancelled) return _cancelRecovery();
        if (to <= Outcome.RecoveryMissing) return _completeRecovery();
        if (to >= Outcome.MonthClosed && to <= Outcome.ClearingDeployed) return _actClearing(to);
        _actOperator(to);
    }

    function _actOperator(Outcome to) private {
        if (to == Outcome.Swept) return _sweepAccounts();
        if (to <= Outcome.OperatorFreezeRefused) return _freezeByOperator();
        if (to == Outcome.PauseSwitched) return _switchPauses();
        if (to <= Outcome.StatusRefused) return _changeStatus();
        if (to == Outcome.LimitsChanged) return _changeLimits();
        if (to <= Outcome.PricesRefused) return _setPrices();
        if (to == Outcome.IssuerKeyChanged) return _changeIssuerKey();
        if (to == Outcome.RedemptionKeyChanged) return _changeRedemptionKey();
        if (to <= Outcome.KeyRefreshRefused) return _refreshKey();
        // Months are asked of all modules that ever were: not too many of them.
        if (to == Outcome.RedemptionReplaced && outcomes[to] < MODULES_MAX) return _replaceRedemption();
        if (to == Outcome.AccountsReplaced) return _replaceAccounts();
        if (to == Outcome.ReplacedModuleRefused) return _bringBackModule();
        if (to == Outcome.HostileRefused) return _attack();
        if (to == Outcome.TransferRefused) return _tryTransfer();
        _postBatch();
    }

    uint256 private constant MODULES_MAX = 120;
    uint256 private constant USUAL_MIN = 120;

    /// @dev Short ways belong to the founding module, which never comes back: it stays until they were taken often.
    function _isFounding() private view returns (bool) {
        return outcomes[Outcome.OrderUsual] < USUAL_MIN || outcomes[Outcome.OrderUsualFrozen] < USUAL_MIN;
    }

    function _isOfReplacedModules(Outcome outcome) private pure returns (bool) {
        return
            outcome == Outcome.ListRefusedModule ||
            outcome == Outcome.KeyRefreshRefused ||
            outcome == Outcome.RedemptionReplaced ||
            outcome == Outcome.ReplacedModuleRefused;
    }

    function _attack() private {
        uint256 kind = _draw(4);
        if (kind == 0) _attackLedger();
        else if (kind == 1) _attackRegistry();
        else if (kind == 2) _attackClearing();
        else _attackAccounts();
    }

    /// @notice Every invariant, each with its number in docs/proof.md.
    function _checkAll() private {
        uint256 epoch = _modelEpoch();
        uint256 lots = 0;
        uint256 sum = 0;
        for (uint256 i = 0; i < _members.length; ++i) {
            uint256 word = _token.accountWord(_members[i]);
            _checkAccount(_members[i], word, epoch);
            uint256 live = _live(word, epoch);
            lots += live;
            sum += _sum(live);
            _checkHistory(_members[i], _sum(live), (word / 2 ** 216) % 2 ** 20);
        }
        _checkClosed(epoch);
        _checkSupply(lots, sum, epoch);
        _checkOutsiders();
        _checkPartner(uint32(1 + (calls % _partnerCount)));
        _checkModules();
        if (address(_clearing) != address(0)) _checkClearing();
    }

    /// @dev The lots of a raw word at `epoch`: the youngest of them become the older ones, and the oldest fall off.
    function _live(uint256 word, uint256 epoch) private pure returns (uint256) {
        uint256 age = epoch - word / 2 ** 240;
        if (word == 0 || age >= EPOCHS_LIVE) return 0;
        return (word % 2 ** (36 * (EPOCHS_LIVE - age))) * 2 ** (36 * age);
    }

    function _sum(uint256 lots) private pure returns (uint256 sum) {
        for (; lots != 0; lots /= 2 ** 36) sum += lots % 2 ** 36;
    }

    /* ACCOUNTS */

    function _checkAccount(address account, uint256 word, uint256 epoch) private view {
        Account storage a = _accounts[account];
        _must("1: the ledger knows exactly those who were credited, frozen or moved to", (word != 0) == a.seen);
        if (word == 0) return;
        _must("2: a word's epoch is that of its last change", word / 2 ** 240 == a.touched && a.touched <= epoch);
        _must("3: the nonce is the last one spent with", (word / 2 ** 216) % 2 ** 20 == a.nonce);
        _must("4: the operator's freeze", (word / 2 ** 236) % 2 == (a.frozenByOperator ? 1 : 0));
        _must("5: the member's freeze, and no other flag", (word / 2 ** 237) % 8 == (a.frozenByMember ? 1 : 0));
        uint256 live = _live(word, epoch);
        for (uint256 age = 0; age < EPOCHS_LIVE && age <= epoch; ++age) {
            _must("6: lots, none after its epochs", (live / 2 ** (36 * age)) % 2 ** 36 == a.lots[epoch - age]);
        }
        _must("7: what wallets see is the sum of the lots", _token.balanceOf(account) == _sum(live));
        _must("8: the logs add up to what the word holds", _logged[account] == int256(_sum(word % 2 ** 216)));
    }

    /// @param balance What the lots say, which are the model's.
    function _checkHistory(address account, uint256 balance, uint256 nonce) private {
        _must(
            "9: only a debit, a spending or a move of the own account lowers a balance",
            balance >= _balanceBefore[account] || _loweredAt[account] == calls
        );
        _must("10: nonces only rise", nonce >= _nonceBefore[account] && _token.lastNonce(account) == nonce);
        (_balanceBefore[account], _nonceBefore[account]) = (balance, nonce);
    }

    /// @dev One is looked at a call: there are ever more of them.
    function _checkClosed(uint256 epoch) private view {
        if (_closed.length == 0) return;
        address account = _closed[calls % _closed.length];
        address successor = _accounts[account].successor;
        _must(
            "11: what is closed stays closed",
            _isClosedFor(account, successor) && _token.successorOf(account) == successor
        );
        _must("11: and empty", _token.balanceOf(account) == 0 && _token.balanceOfAtEpoch(epoch, account) == 0);
        _must("11: and leads to an open account", _token.successorOf(_holderOf(account)) == address(0));
        _must("11: and its log is even", _logged[account] == 0);
    }

    function _isClosedFor(address account, address successor) private view returns (bool) {
        uint256 word = _token.accountWord(account);
        return (word / 2 ** 238) % 2 == 1 && word % 2 ** 160 == uint256(uint160(successor));
    }

    /// @param pending Where a recovery of the member will go; zero where there is none.
    function _checkReservation(address member, address pending) private view {
        address kept = _reservation[member];
        _must(
            "33: an account keeps the address of its recovery",
            _token.reservationOf(member) == kept && (pending == address(0) || pending == kept)
        );
        bool leads = kept == address(0) || (_isClosedFor(kept, member) && _token.successorOf(kept) == member);
        _must("33: which leads to it", leads && _token.balanceOf(kept) == 0 && _logged[kept] == 0);
        bool unseen = _letGo == address(0) || (_token.accountWord(_letGo) == 0 && _logged[_letGo] == 0);
        _must("33: and is as if never seen when it is let go", unseen);
    }

    /* SUPPLY */

    function _checkSupply(uint256 lots, uint256 sum, uint256 epoch) private view {
        uint256 word = _token.supplyWord();
        _must("12: the epoch is the clock's", _token.currentEpoch() == epoch);
        _must("13: no points are outside the members' accounts", sum == _modelSupply());
        _must("14: lane by lane the supply is the sum of the accounts", _live(word, epoch) == lots);
        _must("15: the total supply is the sum of the balances", _token.totalSupply() == sum);
        _must("16: pauses", (word / 2 ** 216) % 4 == (_issuingPaused ? 1 : 0) + (_redeemingPaused ? 2 : 0));
        uint256 replaced =
            (outcomes[Outcome.RedemptionReplaced] == 0 ? 0 : 2) + (outcomes[Outcome.AccountsReplaced] == 0 ? 0 : 4);
        _must("17: nothing else was written beside the supply", (word / 2 ** 218) % 2 ** 22 == replaced);
        uint256 came = _totals.credited + _totals.restored;
        uint256 went = _totals.debited + _totals.spent;
        _must("18: points come by credit or restoring, go by debit, spending or expiry", came >= went + sum);
    }

    function _checkOutsiders() private view {
        address hostile = _hostile[calls % HOSTILE];
        _must("19: hostile actors hold nothing", _token.accountWord(hostile) == 0 && _token.balanceOf(hostile) == 0);
        _must(
            "19: the zero address is closed",
            _isClosedFor(address(0), address(0)) && _token.balanceOf(address(0)) == 0
        );
        _must("19: the ledger holds nothing", _token.accountWord(address(_token)) == 0);
        bool kept = _token.authority() == address(_manager) && _registry.authority() == address(_manager);
        _must("20: the powers are where they were", kept);
    }

    /* PARTNERS */

    function _checkPartner(uint32 id) private {
        PartnerRow storage p = _partners[id];
        if (p.status == IPartnerRegistry.Status.Unknown) return;
        IPartnerRegistry.Partner memory row = _registry.partner(PartnerId.wrap(id));
        _must("21: status", row.status == p.status);
        _must(
            "22: entries are numbered without a gap",
            row.nextEntry == 1 + p.entriesEver && row.nextEntry == p.nextEntry
        );
        _must("23: what is allowed is what was raised, less lowered and issued", row.allowance == p.allowance);
        _must("23: and the model thinks so too", p.allowance + p.issuedEver + p.lowered == p.raised);
        uint256 today = _availableToday(p);
        uint256 issuable = today < p.allowance ? today : p.allowance;
        if (p.status != IPartnerRegistry.Status.Active) issuable = 0;
        _must("24: the daily limit", row.dailyLimit == p.dailyLimit && row.issuableNow == issuable);
        // Months are asked of a chain of modules: one call in sixteen.
        if (calls % 16 == 0) _checkMonth(id, p, _modelMonth(_clock) - (calls % 32 == 0 ? 0 : calls % 13));
    }

    function _checkMonth(uint32 id, PartnerRow storage p, uint256 month) private view {
        IPartnerRegistry.MonthTotals memory totals = _registry.monthTotals(PartnerId.wrap(id), month);
        bool issuing = totals.issued == p.issued[month] && totals.reversed == p.reversed[month];
        bool redeeming = totals.redeemed == p.redeemed[month] && totals.restored == p.restored[month];
        _must("25: a month's counters are the sums of what happened in it, also when it is over", issuing && redeeming);
        bool logged = totals.redeemed == p.redeemedLogged[month] && totals.restored == p.restoredLogged[month];
        _must("27: and what was redeemed and restored is what the logs say", logged);
    }

    /* MODULES */

    function _checkModules() private view {
        bool kept =
            _token.moduleOf(IPointsToken.Module.Redemption) == address(_redemption) &&
                _token.moduleOf(IPointsToken.Module.Accounts) == address(_accountsModule) &&
                _token.moduleOf(IPointsToken.Module.Issuance) == address(_issuance);
        _must("28: the modules are those that the operator named", kept);
        address member = _members[calls % MEMBERS];
        _must(
            "31: a member's freezes are numbered without a gap",
            _accountsModule.nextFreezeSequence(member) == _freezeSequence[address(_accountsModule)][member]
        );
        IPointsAccounts.Recovery memory recovery = _accountsModule.recoveryOf(member);
        Pending storage pending = _pending[address(_accountsModule)][member];
        _must(
            "32: a recovery is pending exactly if it was announced and neither refused nor completed",
            recovery.to == pending.to && recovery.readyAt == pending.readyAt
        );
        _checkReservation(member, pending.to);
        if (_spentCount == 0) return;
        SpentOrder storage spent = _spentOrders[calls % (_spentCount < REMEMBERED ? _spentCount : REMEMBERED)];
        bytes32 hash = _orderHash(spent.id, spent.order);
        uint256 restored = IPointsRedemption(spent.module).pointsRestored(hash);
        _must(
            "29: of an order comes back what was restored, and never more than it was",
            restored == _restoredOf[spent.module][hash] && restored <= spent.order.points
        );
        if (_clock / 1 days - spent.day >= 32) return;
        uint256 count = _lists[spent.module][spent.id][spent.day].length;
        _must(
            "30: the chain of a day links every list that spent, for 31 days more",
            IPointsRedemption(spent.module).chainOf(PartnerId.wrap(spent.id), spent.day) ==
                _chainOf(spent.module, spent.id, spent.day, count)
        );
    }
}
