// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SmallBooks} from "../SmallBooks.sol";

/// @notice Six lots of the state that a step begins in.
struct Lots {
    uint256 lot0;
    uint256 lot1;
    uint256 lot2;
    uint256 lot3;
    uint256 lot4;
    uint256 lot5;
}

/// @notice The rest of that state.
struct Counts {
    uint256 nonce;
    uint256 nextEntry;
    uint256 allowance;
    uint256 raised;
    uint256 lowered;
    uint256 issued;
    uint256 restored;
    uint256 gone;
}

/// @notice The state that a step begins in: the watched account, everybody else, the supply, and the counts.
struct Start {
    Lots account;
    Lots others;
    Lots supply;
    Counts counts;
}

/// @title What is proved of each step
/// @notice Induction: `BeginningProof` shows that what always holds (`_holds`) holds at the beginning; every other
/// contract here lets one step begin in any state in which it holds, and shows that it holds afterwards, and what else
/// the step does. So it holds after any steps in any order. solc's model checker proves every `assert`, for all states
/// and arguments.
/// @dev The state is an argument, so that the checker need not find out which states can be reached, and each step has a
/// file of its own, because the checker reads whole files: seconds, not hours. A revert is not a violation, so no
/// assertion subtracts: the difference could be what hides a mistake.
abstract contract Induction is SmallBooks {
    /// @dev Begins in any state, unless something that always holds does not hold in it.
    modifier anywhere(Start memory start) {
        _begin(start.account, start.others, start.supply, start.counts);
        require(_holds());
        _;
        assert(_holds());
    }

    function _begin(Lots memory account, Lots memory others, Lots memory supply, Counts memory counts) private {
        (a0, a1, a2, a3, a4, a5) = (account.lot0, account.lot1, account.lot2, account.lot3, account.lot4, account.lot5);
        (b0, b1, b2, b3, b4, b5) = (others.lot0, others.lot1, others.lot2, others.lot3, others.lot4, others.lot5);
        (s0, s1, s2, s3, s4, s5) = (supply.lot0, supply.lot1, supply.lot2, supply.lot3, supply.lot4, supply.lot5);
        (nonce, nextEntry, allowance, raised, lowered, issued, restored, gone) = (
            counts.nonce,
            counts.nextEntry,
            counts.allowance,
            counts.raised,
            counts.lowered,
            counts.issued,
            counts.restored,
            counts.gone
        );
    }
}
