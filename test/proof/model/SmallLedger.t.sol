// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {LedgerGate} from "../../../contracts/LedgerGate.sol";
import {PointsToken} from "../../../contracts/PointsToken.sol";
import {IPointsToken} from "../../../contracts/interfaces/IPointsToken.sol";
import {PartnerId} from "../../../contracts/types/PartnerId.sol";
import {VM} from "../invariants/Vm.sol";
import {SmallLedger} from "./SmallLedger.sol";

/// @title The bridge: what is proved of the small ledger is said of the real one, because they do the same
/// @notice Each run is a random walk of 32 steps; refusals and every lot of account and supply must be equal.
contract SmallLedgerTest {
    uint256 private constant LENGTH = 7 days;
    uint256 private constant STEPS = 32;
    address private constant WATCHED = address(0xA11CE);
    address private constant OTHER = address(0xB0B);

    function testFuzz_doesWhatTheLedgerDoes(uint256 seed) external {
        uint256 clock = 1_767_225_600;
        VM.warp(clock);
        LedgerGate.FoundingModules memory modules = LedgerGate.FoundingModules(
            address(this),
            address(this),
            address(this)
        );
        PointsToken token = new PointsToken(address(1), "Points", "PTS", "", LENGTH, modules);
        SmallLedger small = new SmallLedger();
        for (uint256 i = 0; i < STEPS; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            uint256 kind = seed % 8;
            if (kind < 2) {
                clock += LENGTH;
                VM.warp(clock);
                small.age();
            } else if (kind < 4) _credit(token, small, seed / 8);
            else if (kind < 6) _debit(token, small, _pointsFrom(seed / 8));
            else _spend(token, small, seed / 8);
            _compare(token, small);
        }
    }

    /// @dev Small numbers, the edges of a lot, and everything that a record can say.
    function _pointsFrom(uint256 seed) private pure returns (uint256) {
        uint256 kind = seed % 5;
        if (kind == 0) return 2 ** 36 - 2 + ((seed / 5) % 3);
        if (kind == 1) return (seed / 5) % 2 ** 48;
        if (kind == 2) return (seed / 5) % 2 ** 35;
        return (seed / 5) % 1_000;
    }

    function _credit(PointsToken token, SmallLedger small, uint256 seed) private {
        (uint256 points, uint256 others) = (_pointsFrom(seed), _pointsFrom(seed / 2 ** 64));
        bytes memory records = abi.encodePacked(WATCHED, uint48(points), OTHER, uint48(others));
        (bool ok, ) = address(token).call(abi.encodeCall(IPointsToken.issuePoints, (records)));
        (bool expected, ) = address(small).call(abi.encodeCall(SmallLedger.credit, (points, others, 1)));
        assert(ok == expected);
    }

    function _debit(PointsToken token, SmallLedger small, uint256 points) private {
        uint256 taken = token.reversePoints(PartnerId.wrap(1), abi.encodePacked(WATCHED, uint48(points)));
        assert(taken == small.debit(points));
    }

    function _spend(PointsToken token, SmallLedger small, uint256 seed) private {
        uint256 points = seed % 3 == 0 ? small.balance() : _pointsFrom(seed);
        uint256 nonce = seed % 7 == 0 ? 2 ** 20 : token.lastNonce(WATCHED) + (seed % 3);
        (uint256 spent, bytes memory outcomes) = token.spend(abi.encodePacked(WATCHED, uint48(points), uint24(nonce)));
        bool ok = outcomes.length == 0;
        assert(spent == (ok ? points : 0));
        (bool expected, ) = address(small).call(abi.encodeCall(SmallLedger.spend, (points, nonce)));
        assert(ok == expected);
    }

    function _compare(PointsToken token, SmallLedger small) private view {
        uint256 now_ = token.currentEpoch();
        uint256[6] memory lots = [small.a0(), small.a1(), small.a2(), small.a3(), small.a4(), small.a5()];
        uint256[6] memory supply = [small.s0(), small.s1(), small.s2(), small.s3(), small.s4(), small.s5()];
        uint256 sum = 0;
        for (uint256 i = 0; i < 6; ++i) {
            sum += supply[i];
            if (i > now_) continue;
            assert(token.balanceOfAtEpoch(now_ - i, WATCHED) == lots[i]);
        }
        assert(token.balanceOf(WATCHED) == small.balance() && token.totalSupply() == sum);
        assert(token.lastNonce(WATCHED) == small.nonce());
    }
}
